/* What the snippets take as given, and how a frame says that something is not as it should be. */
#include <jotkit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPECT(holds)                                                             \
    do {                                                                          \
        if (!(holds)) {                                                           \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #holds);   \
            exit(1);                                                              \
        }                                                                         \
    } while (0)

struct reply {
    uint16_t status;
    const char *body;
    size_t len;
};

const char *setting(const char *name);
struct reply send_request(const jotkit_http_request *request);
const char *visit(const char *page);

void verify(void);
void livelike(void);
void likecoin_login(void);
void likecoin_api(void);
