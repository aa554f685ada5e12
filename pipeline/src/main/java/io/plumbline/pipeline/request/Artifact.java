package io.plumbline.pipeline.request;

/** What a compilation leaves in its working folder, in the order it is written. */
public enum Artifact {
  ORIGINAL_FLOAT("original_float", "_original_float_model.onnx"),
  OPTIMIZED_FLOAT("optimized_float", "_optimized_float_model.onnx"),
  SEARCH("search", "_search.json"),
  PRECISION("precision", "_precision.json"),
  NOISE("noise", "_noise.json"),
  CALIBRATED("calibrated", "_calibrated_model.onnx"),
  PTQ("ptq", "_ptq_model.onnx"),
  QUANTIZED("quantized", "_quantized_model.onnx"),
  QUANTIZED_REMOVED("quantized_removed", "_quantized_removed_model.onnx"),
  MODULE("module", ".plm"),
  PLAN("plan", "_plan.json"),
  QUANT_INFO("quant_info", "_quant_info.json"),
  ADVICE("advice", "_advice.json"),
  NODE_INFO("node_info", "_node_info.csv"),
  CONFIGURATION("config", "_config.resolved.yaml"),
  RUN("run", ".json"),
  PAGE("report", ".html");

  private final String label;
  private final String suffix;

  Artifact(String label, String suffix) {
    this.label = label;
    this.suffix = suffix;
  }

  /** Key in machine output. */
  public String label() {
    return label;
  }

  /** Whether it is a model that can be run. */
  public boolean isModel() {
    return suffix.endsWith("_model.onnx");
  }

  /** File name for a prefix. */
  public String fileName(String prefix) {
    return prefix + suffix;
  }
}
