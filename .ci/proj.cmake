# Read by CMake when `proj-sys` builds PROJ.
# The program carries proj.db itself (src/geometry/proj_data.rs); a second copy, turned into
# C++ text by a CMake script, costs four minutes and nine megabytes.
set(EMBED_RESOURCE_FILES OFF CACHE BOOL "proj.db inside the library" FORCE)
