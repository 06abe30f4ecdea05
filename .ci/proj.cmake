# Read by CMake when `proj-sys` builds PROJ: how to build it in one minute on two cores, not five.

# The program carries proj.db itself (src/geometry/proj_data.rs); a second copy, turned into
# C++ text by a CMake script, costs four minutes and nine megabytes.
set(EMBED_RESOURCE_FILES OFF CACHE BOOL "proj.db inside the library" FORCE)

# Most of the compiler's time goes into the same headers, read again for each of 216 small
# sources; PROJ supports being compiled in groups of them.
set(CMAKE_UNITY_BUILD ON CACHE BOOL "several sources per compilation")

# As the other packages (Cargo.toml): what runs a few times a file need not be optimised hard.
if(NOT CMAKE_HOST_WIN32)
  set(CMAKE_C_FLAGS_RELEASE "-O1 -DNDEBUG" CACHE STRING "release flags")
  set(CMAKE_CXX_FLAGS_RELEASE "-O1 -DNDEBUG" CACHE STRING "release flags")
endif()
