"""Conan's recipe: it takes the archive of a release, which needs no Rust compiler."""

from pathlib import Path

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.files import copy, get


class JotkitConan(ConanFile):
    name = "jotkit"
    version = "0.1.0"
    package_type = "library"
    license = "MIT OR Apache-2.0"
    url = homepage = "https://github.com/jotkit/jotkit"
    description = "Signs and verifies JSON Web Tokens; strict by default."
    topics = ("jwt", "jws", "jwk", "oauth")
    settings = ("os", "arch", "compiler", "build_type")
    options = {"shared": [True, False]}
    default_options = {"shared": False}

    # A release writes its checksums, as in SHA256SUMS, here.
    sums = {
        "linux-x64": "",
        "linux-arm64": "",
    }

    @property
    def platform(self):
        system = {"Linux": "linux"}.get(str(self.settings.os))
        processor = {"x86_64": "x64", "armv8": "arm64"}.get(str(self.settings.arch))
        return f"{system}-{processor}"

    def validate(self):
        if self.platform not in self.sums:
            raise ConanInvalidConfiguration(
                "jotkit has archives for Linux with glibc, x86_64 and armv8; elsewhere, build it in a clone of "
                f"{self.url} with `.ci/c install PREFIX`"
            )

    def package_id(self):
        # A C interface, and the same library for each of these.
        del self.info.settings.compiler
        del self.info.settings.build_type

    def build(self):
        base = f"{self.homepage}/releases/download/v{self.version}"
        archive = f"jotkit-c-{self.version}-{self.platform}.tar.gz"
        get(self, f"{base}/{archive}", sha256=self.sums[self.platform], strip_root=True)

    def package(self):
        source, target = Path(self.build_folder), Path(self.package_folder)
        copy(self, "*.h*", source / "include", target / "include")
        copy(self, "LICENSE*", source, target / "licenses")
        libraries = "libjotkit.so*" if self.options.shared else "libjotkit.a"
        copy(self, libraries, source / "lib", target / "lib")

    def package_info(self):
        self.cpp_info.libs = ["jotkit"]
        self.cpp_info.set_property("pkg_config_name", "jotkit")
        self.cpp_info.set_property("cmake_file_name", "jotkit")
        name = "jotkit::jotkit" if self.options.shared else "jotkit::jotkit_static"
        self.cpp_info.set_property("cmake_target_name", name)
        if not self.options.shared:
            self.cpp_info.system_libs = ["pthread", "dl", "m"]
