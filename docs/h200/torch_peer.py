"""What PyTorch reaches on the shapes of suite.yaml, to be run beside Assay on the same machine.

    python3 docs/h200/torch_peer.py > torch.csv

Random data, inputs rotated over four times the L2, the median of 50 timings by device events of as many
calls as fill 5 ms, after a second of warming up.
"""

import torch
import torch.nn.functional as F

ROTATED_BYTES = 4 * torch.cuda.get_device_properties(0).L2_cache_size


def seconds(operation, copies):
    """Median time of one call; operation takes the number of a copy."""
    begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)

    def timed(calls):
        begin.record()
        for i in range(calls):
            operation(i % copies)
        end.record()
        torch.cuda.synchronize()
        return begin.elapsed_time(end) / 1e3 / calls

    once = min(timed(5) for _ in range(5))
    calls = max(1, int(5e-3 / once))
    warm = 0.0
    while warm < 1.0:
        warm += timed(calls) * calls
    return sorted(timed(calls) for _ in range(50))[25]


def copies_of(bytes_):
    return max(2, -(-ROTATED_BYTES // bytes_))


def linear(m, n, k):
    count = copies_of(2 * m * k)
    weights = [torch.randn(m, k, device="cuda", dtype=torch.bfloat16) for _ in range(count)]
    x = torch.randn(n, k, device="cuda", dtype=torch.bfloat16)
    return seconds(lambda i: F.linear(x, weights[i]), count), 2 * m * n * k


def attention(heads, kv_heads, width, n, context):
    count = copies_of(4 * kv_heads * context * width)
    shape = (1, kv_heads, context, width)
    caches = [
        [torch.randn(shape, device="cuda", dtype=torch.float16) for _ in "kv"] for _ in range(count)
    ]
    q = torch.randn(1, heads, n, width, device="cuda", dtype=torch.float16)
    causal = n == context
    pairs = n * (n + 1) // 2 if causal else n * context
    time = seconds(
        lambda i: F.scaled_dot_product_attention(q, *caches[i], is_causal=causal, enable_gqa=True),
        count,
    )
    return time, 4 * heads * width * pairs


def main():
    print("spec,seconds,flop_per_second")
    for m, n, k in [
        (4096, 1, 4096), (6144, 1, 4096), (8192, 1, 8192), (65536, 1, 4096),
        (4096, 512, 4096), (8192, 512, 8192), (8192, 8192, 8192),
    ]:
        time, flops = linear(m, n, k)
        print(f"matmul:bf16:m{m};n{n};k{k},{time:.4g},{flops / time:.4g}", flush=True)
    for n, context in [(16384, 16384), (1, 16384), (1, 131072)]:
        time, flops = attention(32, 8, 128, n, context)
        print(f"attention:f16:h32;kv8;d128;n{n};c{context},{time:.4g},{flops / time:.4g}", flush=True)


if __name__ == "__main__":
    main()
