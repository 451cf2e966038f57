// Signs a token, verifies it and reads its claims. Prints who it is for and exits with 0, or prints
// the reason and exits with 1.
//
//     c++ -std=c++17 start.cpp $(pkg-config --cflags --libs jotkit) -o start

// snippet: start
#include <iostream>
#include <jotkit.hpp>

int main() try {
    const auto key = jotkit::Key::hs256("a secret of at least 32 bytes, kept safe");
    const jotkit::Signer signer(
        key, jotkit::SignerOptions().issuer("https://id.example").audience("api").lifetime(3600));
    const std::string token = signer.sign(jotkit::Object().set("sub", "u1").set("admin", true));

    const jotkit::Verifier verifier(key, jotkit::Policy().issuer("https://id.example").audience("api"));
    const jotkit::Claims claims = verifier.verify(token);
    std::cout << "Hello, " << claims.string("sub") << ", until " << claims.integer("exp") << "\n";
} catch (const jotkit::Error &error) {
    std::cerr << error.code() << ": " << error.what() << "\n";
    return 1;
}
// snippet end
