#include "frames.h"

int main(void) {
    verify();
    livelike();
    likecoin_login();
    likecoin_api();
    return 0;
}
