//! Prints the contract; `make gen` writes it to `tests/contract.json`.

fn main() {
    print!("{}", jotkit_tests::contract::text());
}
