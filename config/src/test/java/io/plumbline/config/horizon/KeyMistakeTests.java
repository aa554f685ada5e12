package io.plumbline.config.horizon;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.tensor.BadConfigurationException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of keys that do not do are named with what would. */
class KeyMistakeTests {
  /** A value that does not do. */
  record Mistake(String group, String yaml, String message) {
    @Override
    public String toString() {
      return yaml;
    }
  }

  static List<Mistake> mistakes() {
    String model = "model_parameters";
    String input = "input_parameters";
    String calibration = "calibration_parameters";
    String picture = "\n  input_type_rt: rgb\n  input_type_train: rgb";
    return List.of(
        new Mistake(model, "onnx_model: a\n  caffe_model: b", "both an ONNX and a Caffe model"),
        new Mistake(model, "prototxt: a", "'model_parameters.caffe_model' is missing"),
        new Mistake(model, "caffe_model: a", "'model_parameters.prototxt' is missing"),
        new Mistake(model, "onnx_model: [1, 2]", "found a list, expected path of an .onnx file"),
        new Mistake(model, "onnx_model: []", "found a list"),
        new Mistake(model, "working_dir: {a: b}", "found a mapping, expected a folder"),
        new Mistake(model, "output_model_file_prefix: ..", "expected the beginning of a file name"),
        new Mistake(model, "output_model_file_prefix: a/b", "without folders"),
        new Mistake(model, "march: generc", "did you mean 'generic'"),
        new Mistake(model, "march: missing.yaml", "there is no such file"),
        new Mistake(model, "march: {name: a, schema: b}", "did you mean 'schemes'"),
        new Mistake(model, "remove_node_type: Quantise", "did you mean 'Quantize'"),
        new Mistake(model, "debug_mode: dump", "expected dump_calibration_data"),
        new Mistake(model, "layer_out_dump: maybe", "expected true | false"),
        new Mistake(model, "node_info: {a: {OutputType0: int8}}", "'OutputType0' is no key"),
        new Mistake(model, "node_info: {a: {ON: GPU}}", "expected BPU | CPU, found 'GPU'"),
        new Mistake(model, "node_info: 'a'", "expected Conv_0:int16;Conv_1:int16"),
        new Mistake(input, "input_type_rt: nv1", "did you mean 'nv12'"),
        new Mistake(
            input,
            "input_type_rt: gray\n  input_type_train: rgb",
            "input_type_rt 'gray' cannot feed input_type_train 'rgb'"),
        new Mistake(
            input,
            "input_type_rt: rgb\n  input_type_train: yuv444",
            "input_type_rt 'rgb' cannot feed input_type_train 'yuv444'"),
        new Mistake(input, "input_type_rt: nv12", "cannot feed input_type_train 'featuremap'"),
        new Mistake(input, "input_layout_train: NCHV", "did you mean 'NCHW'"),
        new Mistake(
            input, "input_space_and_range: bt601_video" + picture, "expected regular for rgb"),
        new Mistake(input, "input_shape: 1xax3", "expected a shape such as 1x3x224x224"),
        new Mistake(
            input,
            "input_name: 'a; b'\n  input_shape: 1x3",
            "a value for each of 2 inputs, separated by ';'"),
        new Mistake(input, "input_batch: 0", "a whole number from 1 to 4096"),
        new Mistake(input, "input_batch: 2\n  input_shape: 2x3x8x8", "another first extent than 1"),
        new Mistake(
            input,
            "separate_batch: true\n  separate_name: a\n  input_name: a",
            "both separate_batch and separate_name"),
        new Mistake(input, "norm_type: data_mean" + picture, "norm_type is 'data_mean'"),
        new Mistake(input, "mean_value: 1", "None for a featuremap"),
        new Mistake(
            input, "mean_value: 1e39" + picture, "mean_value': expected numbers from -1e18"),
        new Mistake(input, "scale_value: 1e300" + picture, "scale_value': expected numbers from"),
        new Mistake(input, "std_value: 1e-30" + picture, "std_value': expected magnitudes from"),
        new Mistake(input, "mean_value: 1 x" + picture, "numbers separated by blanks"),
        new Mistake(input, "std_value: 0" + picture, "numbers other than 0"),
        new Mistake(
            input, "std_value: 1\n  scale_value: 1" + picture, "both scale_value and std_value"),
        new Mistake(calibration, "calibration_type: maxx", "did you mean 'max'"),
        new Mistake(calibration, "effort: balenced", "did you mean 'balanced'"),
        new Mistake(
            calibration,
            "effort: fast\n  optimization: bias_correction",
            "'effort: fast' does without it"),
        new Mistake(calibration, "max_percentile: 99.99", "a number from 0.5 to 1"),
        new Mistake(
            calibration,
            "max_percentile: 0.99\n  calibration_type: kl",
            "goes with calibration_type max"),
        new Mistake(calibration, "cal_data_type: float", "did you mean 'float32'"),
        new Mistake(calibration, "optimization: asymetric", "did you mean 'asymmetric'"),
        new Mistake(
            calibration,
            "quant_config: {model_config: {activation: {calibration_typ: max}}}",
            "did you mean 'calibration_type'"),
        new Mistake(
            calibration, "quant_config: {node_config: {a: {qtype: int7}}}", "expected int8"),
        new Mistake(input, "input_type_rt: [nosuch]", "found 'nosuch', expected"),
        new Mistake(input, "input_type_train: [nosuch]", "found 'nosuch', expected"),
        new Mistake(calibration, "calibration_type: []", "found '', expected mse"),
        new Mistake(calibration, "calibration_type: [1, 2]", "found '1;2', expected mse"),
        new Mistake(
            calibration,
            "quant_config: {node_config: {a: {activation: {calibration_type: load}}}}",
            "found 'load', expected mse"),
        new Mistake(
            calibration,
            "quant_config: {model_config: {activation: {calibration_type: [mse, load]}}}",
            "found 'load', expected it alone, or a list of mse"),
        new Mistake("compiler_parameters", "jobs: many", "a whole number from 0 to 1024"),
        new Mistake("compiler_parameters", "optimize_level: O4", "expected O0 | O1 | O2 | O3"),
        new Mistake("compiler_parameters", "core_num: 9", "a whole number from 1 to 4"),
        new Mistake(
            "compiler_parameters",
            "input_source: {x: pyramide}\n" + KeyEffect.PICTURE,
            "ddr | pyramid | resizer"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aValueThatDoesNotDoIsNamed(Mistake mistake) {
    assertThatThrownBy(() -> KeySettings.of(mistake.group(), mistake.yaml()))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining(mistake.message());
  }
}
