/* The library of Swift and Kotlin in a program that links another static library with a Rust and an
 * aws-lc of its own. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

int neighbour_hash(size_t count, uint8_t *first);
uint32_t ffi_jotkit_mobile_uniffi_contract_version(void);
uint64_t uniffi_jotkit_mobile_fn_func_default_max_token_bytes(void *status);

int main(void) {
    uint8_t first = 0;
    char status[64] = {0};
    bool passed = neighbour_hash(3, &first) == 0 && first == 0x98 &&
                  ffi_jotkit_mobile_uniffi_contract_version() > 0 &&
                  uniffi_jotkit_mobile_fn_func_default_max_token_bytes(status) == 262144;
    printf("neighbour of the mobile library: %s\n", passed ? "passed" : "FAILED");
    return passed ? 0 : 1;
}
