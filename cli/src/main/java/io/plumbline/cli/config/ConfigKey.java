package io.plumbline.cli.config;

import java.util.List;

/**
 * One key of the YAML dialect.
 *
 * @param group top-level group it stands in
 * @param support what becomes of it
 * @param values what it may hold, for messages and documentation
 * @param fallback its value when absent, as written; empty for none
 * @param explanation what it does, or for keys without effect why it has none
 */
public record ConfigKey(
    String group,
    String name,
    Support support,
    String values,
    String fallback,
    String explanation) {
  /** What becomes of a documented key. */
  public enum Support {
    HONOURED,
    NO_EFFECT,
    NOT_YET
  }

  /** {@code group.name}. */
  public String path() {
    return group + "." + name;
  }

  private static ConfigKey honoured(
      String group, String name, String values, String fallback, String explanation) {
    return new ConfigKey(group, name, Support.HONOURED, values, fallback, explanation);
  }

  private static ConfigKey noEffect(String group, String name, String explanation) {
    return new ConfigKey(group, name, Support.NO_EFFECT, "any", "", explanation);
  }

  private static ConfigKey notYet(String group, String name, String explanation) {
    return new ConfigKey(group, name, Support.NOT_YET, "", "", explanation);
  }

  /** What {@code calibration_type} may be. */
  static final List<String> CALIBRATION_TYPES = List.of("max", "mse");

  static final String MODEL = "model_parameters";
  static final String INPUT = "input_parameters";
  static final String CALIBRATION = "calibration_parameters";
  static final String COMPILER = "compiler_parameters";
  static final String CUSTOM_OP = "custom_op";

  /** Every key, in the order a template shows them. */
  public static final List<ConfigKey> ALL =
      List.of(
          honoured(MODEL, "onnx_model", "path of an .onnx file", "", "The float model."),
          notYet(MODEL, "caffe_model", "Caffe models are not read yet."),
          notYet(MODEL, "prototxt", "Caffe models are not read yet."),
          honoured(MODEL, "march", "generic", "generic", "The device to compile for."),
          honoured(
              MODEL,
              "output_model_file_prefix",
              "a file-name prefix",
              "model",
              "Every artefact's name starts with it."),
          honoured(
              MODEL,
              "working_dir",
              "a folder",
              "./model_output",
              "Where the artefacts go; made if absent."),
          honoured(
              MODEL,
              "node_info",
              "mapping of node name to {ON: BPU|CPU}",
              "",
              "Where single nodes run; CPU means float."),
          notYet(
              MODEL,
              "layer_out_dump",
              "Use 'plumb infer --dump-intermediate' on the quantized model."),
          notYet(MODEL, "output_nodes", "The model's own outputs are kept."),
          notYet(MODEL, "remove_node_type", "No node is removed from the ends."),
          notYet(MODEL, "remove_node_name", "No node is removed from the ends."),
          notYet(MODEL, "set_node_data_type", "int16 activations are not available yet."),
          notYet(MODEL, "debug_mode", "Calibration data cannot be dumped yet."),
          noEffect(MODEL, "log_level", "The log file holds everything, the console what matters."),
          noEffect(MODEL, "enable_vpu", "The generic target has no such unit."),
          noEffect(MODEL, "enable_spu", "The generic target has no such unit."),
          honoured(
              INPUT,
              "input_name",
              "names separated by ';'",
              "the model's inputs",
              "The inputs that the other keys of this group list values for."),
          honoured(
              INPUT, "input_type_rt", "featuremap", "featuremap", "What the device hands over."),
          honoured(
              INPUT,
              "input_type_train",
              "featuremap",
              "featuremap",
              "What the model was trained on."),
          honoured(
              INPUT,
              "input_layout_train",
              "NCHW | NHWC",
              "",
              "Layout of a picture input; must be the model's own."),
          notYet(INPUT, "input_layout_rt", "Inputs keep the model's layout."),
          notYet(INPUT, "input_space_and_range", "There is no preprocess node yet."),
          honoured(
              INPUT,
              "input_shape",
              "1x3x224x224, one for each input, separated by ';'",
              "the model's",
              "Shapes for dynamic inputs."),
          notYet(INPUT, "input_batch", "Compile with the batch in input_shape."),
          notYet(INPUT, "separate_batch", "Compile with the batch in input_shape."),
          notYet(INPUT, "separate_name", "Compile with the batch in input_shape."),
          notYet(INPUT, "norm_type", "There is no preprocess node yet: normalise in 'preprocess'."),
          notYet(
              INPUT, "mean_value", "There is no preprocess node yet: normalise in 'preprocess'."),
          notYet(
              INPUT, "scale_value", "There is no preprocess node yet: normalise in 'preprocess'."),
          notYet(INPUT, "std_value", "There is no preprocess node yet: normalise in 'preprocess'."),
          honoured(
              CALIBRATION,
              "cal_data_dir",
              "folders, one for each input, separated by ';'",
              "",
              "Calibration samples: pictures (with 'preprocess'), .npy or raw .bin files."),
          honoured(
              CALIBRATION,
              "cal_data_type",
              "float32 | uint8",
              "float32",
              "Element type of raw .bin files."),
          honoured(
              CALIBRATION,
              "preprocess",
              "path of a preprocess file, or the mapping itself",
              "",
              "How pictures become the model's input: read mode and transformers."),
          notYet(CALIBRATION, "preprocess_on", "Name the transformers in 'preprocess'."),
          honoured(
              CALIBRATION,
              "calibration_type",
              String.join(" | ", CALIBRATION_TYPES),
              "mse",
              "How activation ranges are found: largest magnitude, or least mean square error."),
          honoured(
              CALIBRATION,
              "max_percentile",
              "a number from 0.5 to 1",
              "1.0",
              "Share of the values that the range must hold; only with max."),
          notYet(CALIBRATION, "per_channel", "Activations are quantized per tensor."),
          honoured(
              CALIBRATION,
              "run_on_cpu",
              "node names separated by ';'",
              "",
              "Nodes that stay in float."),
          notYet(CALIBRATION, "run_on_bpu", "Every node that has an integer form uses it."),
          honoured(
              CALIBRATION,
              "optimization",
              "set_model_output_int8, asymmetric, separated by ','",
              "",
              "Switches for the whole model."),
          honoured(
              CALIBRATION,
              "quant_config",
              "mapping with model_config.activation.{calibration_type, max_percentile, asymmetric} and"
                  + " model_config.weight.per_channel",
              "",
              "The same settings in their newer place; it wins over the keys above."),
          noEffect(COMPILER, "compile_mode", "Programs are not scheduled for a device yet."),
          noEffect(COMPILER, "balance_factor", "Programs are not scheduled for a device yet."),
          noEffect(COMPILER, "optimize_level", "There is one level: all optimisations."),
          noEffect(COMPILER, "debug", "Per-node information is always kept."),
          noEffect(COMPILER, "core_num", "The generic target has one core."),
          noEffect(COMPILER, "max_time_per_fc", "Programs are not scheduled for a device yet."),
          honoured(
              COMPILER,
              "jobs",
              "a whole number from 1",
              "all cores",
              "Threads used while compiling."),
          noEffect(COMPILER, "advice", "Advice is always written."),
          notYet(COMPILER, "input_source", "Inputs come from memory."),
          noEffect(COMPILER, "cache_mode", "Compilation needs no cache."),
          noEffect(COMPILER, "cache_path", "Compilation needs no cache."),
          noEffect(COMPILER, "max_l2m_size", "The generic target has no such memory."),
          noEffect(COMPILER, "ability_entry", "The generic target has no such switch."),
          noEffect(COMPILER, "extra_params", "The generic target has no such switch."),
          noEffect(COMPILER, "hbdk3_compatible_mode", "The generic target has no such switch."),
          notYet(CUSTOM_OP, "custom_op_method", "Custom ops are not available yet."),
          notYet(CUSTOM_OP, "op_register_files", "Custom ops are not available yet."),
          notYet(CUSTOM_OP, "custom_op_dir", "Custom ops are not available yet."));

  /** The groups, in order. */
  public static final List<String> GROUPS = List.of(MODEL, INPUT, CALIBRATION, COMPILER, CUSTOM_OP);
}
