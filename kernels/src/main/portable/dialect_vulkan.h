/* The words of dialect.h in GLSL 4.50 for Vulkan. A buffer is a constant number, its binding, by which
 * functions choose; when they are inlined the choice is gone. Constant 0 is the size of a group. A
 * TABLE is not GLSL: CompileSpirv makes a buffer of it, behind the others, for compilers take minutes
 * over arrays of a thousand constants. */
#ifdef SUBGROUPS
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_KHR_shader_subgroup_arithmetic : require
#define sum_of_subgroup(a) subgroupAdd(a)
#define is_first_of_subgroup() (gl_SubgroupInvocationID == 0u)
#define subgroup_index() gl_SubgroupID
#define subgroup_count() gl_NumSubgroups
#endif

#ifdef DOT4
#extension GL_EXT_shader_explicit_arithmetic_types_int32 : require
#extension GL_EXT_integer_dot_product : require
#define dot4(a, b, sum) ((sum) + dotPacked4x8EXT(int32_t(a), int32_t(b)))
#endif

#define uint4 uvec4
#define int4 ivec4
#define float4 vec4

layout(local_size_x_id = 0) in;
layout(constant_id = 0) const int GROUP = 64;
#define CONSTANT(number, name) layout(constant_id = number) const int name = 1;
#define SCALARS_BEGIN layout(push_constant) uniform Scalars {
#define SCALARS_END } scalars;
#define SCALARS_BY
#define SCALARS_AS
#define STRUCT(name) struct name
#define TABLE(name, count) assay_table name count BUFFERS
#define TABLE_END assay_table_end
#define EXACT precise
#define UNROLL [[unroll]]

#define SOURCE const uint
#define TARGET const uint

/* Each is there twice, as words and as quads. */
layout(std430, set = 0, binding = 0) buffer Words0 { uint words_0[]; };
layout(std430, set = 0, binding = 0) buffer Quads0 { uvec4 quads_0[]; };
#define ASSAY_SOURCE(n) \
  layout(std430, set = 0, binding = n) readonly buffer Words##n { uint words_##n[]; }; \
  layout(std430, set = 0, binding = n) readonly buffer Quads##n { uvec4 quads_##n[]; };
#if BUFFERS > 1
ASSAY_SOURCE(1)
#endif
#if BUFFERS > 2
ASSAY_SOURCE(2)
#endif
#if BUFFERS > 3
ASSAY_SOURCE(3)
#endif
#if BUFFERS > 4
ASSAY_SOURCE(4)
#endif
#if BUFFERS > 5
ASSAY_SOURCE(5)
#endif

uint word(const uint buffer_, const uint at) {
#if BUFFERS > 1
  if (buffer_ == 1u) return words_1[at];
#endif
#if BUFFERS > 2
  if (buffer_ == 2u) return words_2[at];
#endif
#if BUFFERS > 3
  if (buffer_ == 3u) return words_3[at];
#endif
#if BUFFERS > 4
  if (buffer_ == 4u) return words_4[at];
#endif
#if BUFFERS > 5
  if (buffer_ == 5u) return words_5[at];
#endif
  return words_0[at];
}

uvec4 quad(const uint buffer_, const uint at) {
#if BUFFERS > 1
  if (buffer_ == 1u) return quads_1[at];
#endif
#if BUFFERS > 2
  if (buffer_ == 2u) return quads_2[at];
#endif
#if BUFFERS > 3
  if (buffer_ == 3u) return quads_3[at];
#endif
#if BUFFERS > 4
  if (buffer_ == 4u) return quads_4[at];
#endif
#if BUFFERS > 5
  if (buffer_ == 5u) return quads_5[at];
#endif
  return quads_0[at];
}

#define put_word(buffer_, at, value) words_0[at] = (value)
#define put_quad(buffer_, at, value) quads_0[at] = (value)

#define KERNEL_1(name, a) const uint a = 0u; void main()
#define KERNEL_2(name, a, b) const uint b = 1u; KERNEL_1(name, a)
#define KERNEL_3(name, a, b, c) const uint c = 2u; KERNEL_2(name, a, b)
#define KERNEL_4(name, a, b, c, d) const uint d = 3u; KERNEL_3(name, a, b, c)
#define KERNEL_5(name, a, b, c, d, e) const uint e = 4u; KERNEL_4(name, a, b, c, d)
#define KERNEL_6(name, a, b, c, d, e, f) const uint f = 5u; KERNEL_5(name, a, b, c, d, e)

#define SHARED(type, name, count) shared type name[count];
#define SHARED_HERE(type, name, count)
#define SHARED_BY(type, name)
#define SHARED_AS(name)
#define await_group() barrier()

#define item_index() gl_LocalInvocationID.x
#define group_index() (gl_WorkGroupID.x + gl_WorkGroupID.y * gl_NumWorkGroups.x)

#define INT4(a, b, c, d) ivec4(a, b, c, d)
#define UINT4(a, b, c, d) uvec4(a, b, c, d)
#define FLOAT4(a, b, c, d) vec4(a, b, c, d)
#define UINT4_OF(a) uvec4(a)
#define FLOAT4_OF(a) vec4(a)
#define to_int(a) int(a)
#define to_uint(a) uint(a)
#define to_float(a) float(a)
#define to_float4(a) vec4(a)
#define as_uint(a) floatBitsToUint(a)
#define as_float(a) uintBitsToFloat(a)
#define as_float4(a) uintBitsToFloat(a)
#define as_uint4(a) floatBitsToUint(a)
#define nearest_even(a) roundEven(a)
#define magnitude(a) abs(a)

/* The four bytes of a word. */
vec4 floats_of_bytes(uint bytes) {
  return vec4(uvec4(bytes & 255u, bytes >> 8 & 255u, bytes >> 16 & 255u, bytes >> 24));
}
