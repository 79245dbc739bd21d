/* The sums of what all items of a group have, each in one order.
 *
 * By subgroups there is one barrier and no tree; without, halves of the group are added to each
 * other in local memory. */
#ifndef ASSAY_GROUP_SUMS_H
#define ASSAY_GROUP_SUMS_H

#ifdef SUBGROUPS
/* That a group has at most. */
CONSTANT(3, PARTS)
#define PARTS_LEFT subgroup_count()
#else
#define PARTS GROUP
#define PARTS_LEFT 1u
#endif

/* Leaves of each of `count` sums PARTS_LEFT parts, from number i * PARTS on. All items of a group
 * come here together. */
#ifdef SUBGROUPS
#define LEAVE_PARTS(parts, sums, count) \
  for (int i = 0; i < count; i++) { \
    float sum_ = sum_of_subgroup(sums[i]); \
    if (is_first_of_subgroup()) { \
      parts[to_uint(i * PARTS) + subgroup_index()] = sum_; \
    } \
  } \
  await_group();
#else
#define LEAVE_PARTS(parts, sums, count) \
  for (int i = 0; i < count; i++) { \
    parts[to_uint(i * PARTS) + item_index()] = sums[i]; \
  } \
  for (uint half_ = to_uint(GROUP) / 2u; half_ > 0u; half_ /= 2u) { \
    await_group(); \
    if (item_index() < half_) { \
      for (int i = 0; i < count; i++) { \
        uint to_ = to_uint(i * PARTS) + item_index(); \
        parts[to_] += parts[to_ + half_]; \
      } \
    } \
  } \
  await_group();
#endif

#endif
