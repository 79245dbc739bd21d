/* The words of dialect.h in OpenCL C 1.2. Defined from outside: ASSAY_GROUP and ASSAY_CONSTANT_1, 2... */
#pragma OPENCL FP_CONTRACT OFF

#define GROUP ASSAY_GROUP
#define CONSTANT(number, name) enum { name = ASSAY_CONSTANT_##number };
#define SCALARS_BEGIN typedef struct {
#define SCALARS_END } Scalars;
#define SCALARS_BY , const Scalars scalars
#define SCALARS_AS , scalars
#define STRUCT(name) typedef struct name name; struct name
#define TABLE(name, count) __constant uint name[count] = {
#define TABLE_END };
#define EXACT
#define UNROLL __attribute__((opencl_unroll_hint))

#define SOURCE __global const uint *
#define TARGET __global uint *
#define word(buffer, at) (buffer)[at]
#define quad(buffer, at) ((__global const uint4 *)(buffer))[at]
#define put_word(buffer, at, value) (buffer)[at] = (value)
#define put_quad(buffer, at, value) ((__global uint4 *)(buffer))[at] = (value)

#define ASSAY_KERNEL(name) __kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void name
#define KERNEL_1(name, a) ASSAY_KERNEL(name)(TARGET restrict a, const Scalars scalars)
#define KERNEL_2(name, a, b) \
  ASSAY_KERNEL(name)(TARGET restrict a, SOURCE restrict b, const Scalars scalars)
#define KERNEL_3(name, a, b, c) \
  ASSAY_KERNEL(name)(TARGET restrict a, SOURCE restrict b, SOURCE restrict c, const Scalars scalars)
#define KERNEL_4(name, a, b, c, d) \
  ASSAY_KERNEL(name) \
  (TARGET restrict a, SOURCE restrict b, SOURCE restrict c, SOURCE restrict d, \
   const Scalars scalars)
#define KERNEL_5(name, a, b, c, d, e) \
  ASSAY_KERNEL(name) \
  (TARGET restrict a, SOURCE restrict b, SOURCE restrict c, SOURCE restrict d, SOURCE restrict e, \
   const Scalars scalars)
#define KERNEL_6(name, a, b, c, d, e, f) \
  ASSAY_KERNEL(name) \
  (TARGET restrict a, SOURCE restrict b, SOURCE restrict c, SOURCE restrict d, SOURCE restrict e, \
   SOURCE restrict f, const Scalars scalars)

#define SHARED(type, name, count)
#define SHARED_HERE(type, name, count) __local type name[count];
#define SHARED_BY(type, name) , __local type *name
#define SHARED_AS(name) , name
#define await_group() barrier(CLK_LOCAL_MEM_FENCE)

#ifdef SUBGROUPS
#pragma OPENCL EXTENSION cl_khr_subgroups : enable
#define sum_of_subgroup(a) sub_group_reduce_add(a)
#define is_first_of_subgroup() (get_sub_group_local_id() == 0u)
#define subgroup_index() get_sub_group_id()
#define subgroup_count() get_num_sub_groups()
#endif

/* Needs cl_khr_integer_dot_product. */
#define dot4(a, b, sum) ((sum) + dot_4x8packed_ss_int(a, b))

#define item_index() ((uint)get_local_id(0))
#define group_index() ((uint)(get_group_id(0) + get_group_id(1) * get_num_groups(0)))

#define INT4(a, b, c, d) ((int4)(a, b, c, d))
#define UINT4(a, b, c, d) ((uint4)(a, b, c, d))
#define FLOAT4(a, b, c, d) ((float4)(a, b, c, d))
#define UINT4_OF(a) ((uint4)(a))
#define FLOAT4_OF(a) ((float4)(a))
#define to_int(a) ((int)(a))
#define to_uint(a) ((uint)(a))
#define to_float(a) ((float)(a))
#define to_float4(a) convert_float4(a)
#define nearest_even(a) rint(a)
#define magnitude(a) fabs(a)

/* The four bytes of a word. */
float4 floats_of_bytes(uint bytes) { return convert_float4(as_uchar4(bytes)); }
