/* Units of 32 values as codes of 8 bits, of weights and of activations, and their products.
 *
 * A unit of activations is three quads: 16 codes, 16 more, and the scale with the sums of the codes
 * of both halves, which offsets of weights are multiplied with. */
#ifndef ASSAY_UNITS_H
#define ASSAY_UNITS_H

#define UNIT 32
#define QUADS_OF_UNIT 3

/* Scales of a unit of weights. */
#if ASSAY_FORMAT == Q2_K || ASSAY_FORMAT == Q3_K || ASSAY_FORMAT == Q6_K || ASSAY_FORMAT == NVFP4
#define SCALES 2
#else
#define SCALES 1
#endif

#if ASSAY_FORMAT == Q4_1 || ASSAY_FORMAT == Q5_1 || ASSAY_FORMAT == Q2_K || ASSAY_FORMAT == Q4_K \
    || ASSAY_FORMAT == Q5_K
#define HAS_OFFSETS
#endif

int dot16(uint4 a, uint4 b) {
  return dot4(a.w, b.w, dot4(a.z, b.z, dot4(a.y, b.y, dot4(a.x, b.x, 0))));
}

/* The activation's scale is multiplied first: integers bring it to the size of a sum of activations,
 * so that neither factor of the last product overflows by itself. */
float with_product(float sum, float scale, int dot, float scale_of_x) {
  return fma(scale, scale_of_x * to_float(dot), sum);
}

#endif
