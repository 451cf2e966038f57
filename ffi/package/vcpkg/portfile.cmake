# Takes the archive of a release: building from source would take a Rust compiler, which vcpkg does
# not have. The checksums are those of SHA256SUMS, as SHA-512; a release writes them here.
vcpkg_check_linkage(ONLY_DYNAMIC_CRT)

if(VCPKG_TARGET_IS_LINUX)
  set(platform "linux-${VCPKG_TARGET_ARCHITECTURE}")
elseif(VCPKG_TARGET_IS_OSX)
  set(platform "darwin-${VCPKG_TARGET_ARCHITECTURE}")
endif()
set(linux-x64_sha512 0)
set(linux-arm64_sha512 0)
set(darwin-x64_sha512 0)
set(darwin-arm64_sha512 0)

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
