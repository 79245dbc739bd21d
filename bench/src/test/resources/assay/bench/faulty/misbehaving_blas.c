/* A CBLAS library that goes wrong in one way for each number of weight rows m. The names of those
   numbers are defined on the command line. */
#include <math.h>
#include <stdlib.h>

static int threads = 1;

void openblas_set_num_threads(int wanted) { threads = wanted; }

int openblas_get_num_threads(void) { return threads; }

static void multiply(int m, int n, int k, const float *w, const float *x, float *y)
{
    for (int token = 0; token < n; token++) {
        for (int row = 0; row < m; row++) {
            double sum = 0;
            for (int i = 0; i < k; i++) {
                sum += (double)w[row * k + i] * x[token * k + i];
            }
            y[token * m + row] = (float)sum;
        }
    }
}

void cblas_sgemm(int order, int trans_x, int trans_w, int n, int m, int k, float alpha,
                 const float *x, int ld_x, const float *w, int ld_w, float beta, float *y, int ld_y)
{
    static int calls;
    static int poisonings;
    static volatile int forever = 1;

    calls++;
    poisonings += isnan(y[0]) != 0;
    switch (m) {
    case SEGFAULT:
        *(volatile int *)8 = 1;
        break;
    case ABORT:
        abort();
    case EXIT:
        exit(0);
    case SPIN:
        while (forever) {
        }
        break;
    case WRITES_NOTHING:
        return;
    case STALE:
        if (calls > 1) {
            return;
        }
        break;
    case STALE_IN_THE_LOOP:
        /* Poisoned before the first call and before the timed loop. */
        if (poisonings > 2) {
            return;
        }
        break;
    }
    multiply(m, n, k, w, x, y);
    switch (m) {
    case RETURNS_NAN:
        y[m * n / 2] = NAN;
        break;
    case OVERRUN:
        y[m * n] = 1;
        break;
    case OVERRUN_IN_THE_LOOP:
        if (poisonings > 1) {
            y[m * n] = 1;
        }
        break;
    case UNDERRUN:
        y[-1] = 1;
        break;
    }
    (void)order, (void)trans_x, (void)trans_w, (void)alpha, (void)beta;
    (void)ld_x, (void)ld_w, (void)ld_y;
}

void cblas_sgemv(int order, int trans, int m, int k, float alpha, const float *w, int ld_w,
                 const float *x, int step_x, float beta, float *y, int step_y)
{
    (void)step_x, (void)step_y;
    cblas_sgemm(order, trans, trans, 1, m, k, alpha, x, k, w, ld_w, beta, y, m);
}
