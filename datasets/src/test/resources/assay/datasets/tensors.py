# Makes python.gguf and python.safetensors with other people's writers:
#   pip install gguf safetensors numpy ml_dtypes && python tensors.py
import gguf
import ml_dtypes
import numpy as np
from safetensors.numpy import save_file

writer = gguf.GGUFWriter("python.gguf", "llama")
writer.add_token_list(["a", "bc", "ü"])
writer.add_tensor("f16", np.arange(6, dtype=np.float16).reshape(2, 3))
row = np.linspace(-96, 127, 32, dtype=np.float32).reshape(1, 32)
quantized = gguf.quants.quantize(row, gguf.GGMLQuantizationType.Q8_0)
writer.add_tensor("q8_0", quantized, raw_dtype=gguf.GGMLQuantizationType.Q8_0)
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()

reals = np.array([-2, 0, 1.5, 120])
tensors = {
    "f64": reals, "f32": reals.astype(np.float32), "f16": reals.astype(np.float16),
    "bf16": reals.astype(ml_dtypes.bfloat16), "f8_e4m3": reals.astype(ml_dtypes.float8_e4m3fn),
    "f8_e5m2": reals.astype(ml_dtypes.float8_e5m2), "bool": np.array([True, False, True, True]),
}
for bits in (8, 16, 32, 64):
    tensors[f"i{bits}"] = reals.astype(f"int{bits}")
    tensors[f"u{bits}"] = np.array([0, 1, 2, 200]).astype(f"uint{bits}")
save_file(tensors, "python.safetensors", metadata={"format": "pt"})
