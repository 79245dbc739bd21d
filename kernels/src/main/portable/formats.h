/* ASSAY_FORMAT is one of these names, numbered as ggml does; VALUES and BYTES are of its blocks. */
#ifndef ASSAY_FORMATS_H
#define ASSAY_FORMATS_H

#define F32 0
#define F16 1
#define Q4_0 2
#define Q4_1 3
#define Q5_0 6
#define Q5_1 7
#define Q8_0 8
#define Q8_1 9
#define Q2_K 10
#define Q3_K 11
#define Q4_K 12
#define Q5_K 13
#define Q6_K 14
#define Q8_K 15
#define IQ2_XXS 16
#define IQ2_XS 17
#define IQ3_XXS 18
#define IQ1_S 19
#define IQ4_NL 20
#define IQ3_S 21
#define IQ2_S 22
#define IQ4_XS 23
#define I8 24
#define I16 25
#define I32 26
#define F64 28
#define IQ1_M 29
#define BF16 30
#define TQ1_0 34
#define TQ2_0 35
#define MXFP4 39
#define NVFP4 40
#define Q1_0 41
#define Q2_0 42

#if ASSAY_FORMAT == F32 || ASSAY_FORMAT == I32
#define VALUES 1
#define BYTES 4
#elif ASSAY_FORMAT == F16 || ASSAY_FORMAT == I16 || ASSAY_FORMAT == BF16
#define VALUES 1
#define BYTES 2
#elif ASSAY_FORMAT == Q4_0 || ASSAY_FORMAT == IQ4_NL
#define VALUES 32
#define BYTES 18
#elif ASSAY_FORMAT == Q4_1
#define VALUES 32
#define BYTES 20
#elif ASSAY_FORMAT == Q5_0
#define VALUES 32
#define BYTES 22
#elif ASSAY_FORMAT == Q5_1
#define VALUES 32
#define BYTES 24
#elif ASSAY_FORMAT == Q8_0
#define VALUES 32
#define BYTES 34
#elif ASSAY_FORMAT == Q8_1
#define VALUES 32
#define BYTES 36
#elif ASSAY_FORMAT == Q2_K
#define VALUES 256
#define BYTES 84
#elif ASSAY_FORMAT == Q3_K || ASSAY_FORMAT == IQ3_S
#define VALUES 256
#define BYTES 110
#elif ASSAY_FORMAT == Q4_K
#define VALUES 256
#define BYTES 144
#elif ASSAY_FORMAT == Q5_K
#define VALUES 256
#define BYTES 176
#elif ASSAY_FORMAT == Q6_K
#define VALUES 256
#define BYTES 210
#elif ASSAY_FORMAT == Q8_K
#define VALUES 256
#define BYTES 292
#elif ASSAY_FORMAT == IQ2_XXS || ASSAY_FORMAT == TQ2_0
#define VALUES 256
#define BYTES 66
#elif ASSAY_FORMAT == IQ2_XS
#define VALUES 256
#define BYTES 74
#elif ASSAY_FORMAT == IQ3_XXS
#define VALUES 256
#define BYTES 98
#elif ASSAY_FORMAT == IQ1_S
#define VALUES 256
#define BYTES 50
#elif ASSAY_FORMAT == IQ2_S
#define VALUES 256
#define BYTES 82
#elif ASSAY_FORMAT == IQ4_XS
#define VALUES 256
#define BYTES 136
#elif ASSAY_FORMAT == I8
#define VALUES 1
#define BYTES 1
#elif ASSAY_FORMAT == F64
#define VALUES 1
#define BYTES 8
#elif ASSAY_FORMAT == IQ1_M
#define VALUES 256
#define BYTES 56
#elif ASSAY_FORMAT == TQ1_0
#define VALUES 256
#define BYTES 54
#elif ASSAY_FORMAT == MXFP4
#define VALUES 32
#define BYTES 17
#elif ASSAY_FORMAT == NVFP4
#define VALUES 64
#define BYTES 36
#elif ASSAY_FORMAT == Q1_0
#define VALUES 128
#define BYTES 18
#elif ASSAY_FORMAT == Q2_0
#define VALUES 64
#define BYTES 18
#else
#error "ASSAY_FORMAT is none of these"
#endif

#endif
