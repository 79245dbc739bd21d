/* The language of portable kernels: what OpenCL C 1.2 and GLSL 4.50 have in common, and words for the
 * rest, which dialect_opencl.h and dialect_vulkan.h define, each in its own way.
 *
 * A file X.kernel holds one kernel of the name X and looks so:
 *
 *     / * ready: ASSAY_FORMAT=* * /
 *     #define BUFFERS 2
 *     #include "dialect.h"
 *     CONSTANT(1, ROWS)
 *     SCALARS_BEGIN uint count; float scale; SCALARS_END
 *     KERNEL_2(X, result, stored) { ... scalars.count ... }
 *
 * The comment says which macros it is compiled with, and each value that they take; * is every
 * format. Vulkan has a module for each combination ahead of time, OpenCL compiles what it needs.
 * CONSTANTs are numbers that are filled in when a module is loaded: ints, good for the sizes of
 * arrays. GROUP is one of them, the number of work items in a group.
 *
 * Buffers are not pointers, for GLSL has none. A kernel names up to six; the first is written, the
 * others only read. In a function a buffer is a parameter of the type SOURCE or TARGET:
 *
 *     word(buffer, at)             32 bits, numbered as words
 *     quad(buffer, at)             16 bytes as a uint4, numbered as such, so aligned to them
 *     put_word(buffer, at, value)  and put_quad
 *
 * Items and groups have one dimension. group_index() may be one that does not exist, where a device
 * could not take so many in one direction and got them in two: compare it before it is used.
 *
 * Memory that a group shares is declared twice, since OpenCL wants it in the kernel and GLSL outside
 * of it: SHARED(float, tile, SIZE) before the functions, SHARED_HERE(float, tile, SIZE) as the
 * kernel's first line. Functions get it by their last parameters: f(uint at SHARED_BY(float, tile)),
 * called as f(at SHARED_AS(tile)). A function that needs scalars has SCALARS_BY before those, and is
 * called with SCALARS_AS. await_group() is the barrier, and stands in the kernel itself.
 *
 * Not every device has these, so that a kernel says before it includes this file that it uses them.
 * With #define SUBGROUPS: sum_of_subgroup(a) of a float, by all items of a group together;
 * is_first_of_subgroup(), subgroup_index(), subgroup_count() of a group. With #define DOT4:
 * dot4(a, b, sum), an int, of the four products of the signed bytes of two words.
 *
 * Types are int, uint, float, int4, uint4, float4 with .x to .w, arrays, and STRUCT(Name) { ... };
 * made by INT4, UINT4, FLOAT4 of four numbers, UINT4_OF and FLOAT4_OF of one, and to_int, to_uint,
 * to_float, to_float4, as_uint, as_float. Constants without a sign end in u: GLSL mixes nothing. There are no
 * 64 bits, no bytes, no halves: numbers.h puts them together. TABLE(name, COUNT) a, b, c TABLE_END
 * is a constant array of uint. Names must be free in both: half, buffer, input, output, packed and
 * sample are GLSL's own words, kernel, global and local OpenCL's.
 *
 * Nothing is contracted in OpenCL. In GLSL a variable that is EXACT is computed as it is written
 * within its function; where a product is rounded before it is added is part of some formats.
 * fma() is a fused or a separate multiply-add, as the device likes. UNROLL stands before a loop.
 */
#ifndef ASSAY_DIALECT_H
#define ASSAY_DIALECT_H

#ifdef VULKAN
#include "dialect_vulkan.h"
#else
#include "dialect_opencl.h"
#endif

#endif
