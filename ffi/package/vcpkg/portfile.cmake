# Takes the archive of a release: building from source would take a Rust compiler, which vcpkg does
# not have. The checksums are those of SHA256SUMS, as SHA-512; a release writes them here.
vcpkg_check_linkage(ONLY_DYNAMIC_CRT)

set(platform "${VCPKG_CMAKE_SYSTEM_NAME}-${VCPKG_TARGET_ARCHITECTURE}")
if(NOT platform MATCHES "^Linux-(x64|arm64)$")
  message(FATAL_ERROR "jotkit has archives for Linux with glibc, x64 and arm64; elsewhere, build it "
    "in a clone of https://github.com/jotkit/jotkit with `.ci/c install PREFIX`")
endif()
set(platform "linux-${VCPKG_TARGET_ARCHITECTURE}")
set(linux-x64_sha512 0)
set(linux-arm64_sha512 0)

vcpkg_download_distfile(archive
  URLS "https://github.com/jotkit/jotkit/releases/download/v${VERSION}/jotkit-c-${VERSION}-${platform}.tar.gz"
  FILENAME "jotkit-c-${VERSION}-${platform}.tar.gz"
  SHA512 "${${platform}_sha512}"
)
vcpkg_extract_source_archive(source ARCHIVE "${archive}")

file(INSTALL "${source}/include/" DESTINATION "${CURRENT_PACKAGES_DIR}/include")
file(INSTALL "${source}/lib/" DESTINATION "${CURRENT_PACKAGES_DIR}/lib")
# One build serves both configurations.
file(INSTALL "${source}/lib/" DESTINATION "${CURRENT_PACKAGES_DIR}/debug/lib" PATTERN "cmake" EXCLUDE)
file(INSTALL "${source}/lib/cmake/jotkit/" DESTINATION "${CURRENT_PACKAGES_DIR}/share/jotkit")
vcpkg_cmake_config_fixup()
vcpkg_fixup_pkgconfig()
vcpkg_install_copyright(FILE_LIST "${source}/LICENSE" "${source}/LICENSE-MIT" "${source}/LICENSE-APACHE")
