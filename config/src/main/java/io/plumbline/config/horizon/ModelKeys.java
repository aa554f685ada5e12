package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.MODEL;
import static io.plumbline.config.horizon.ConfigKey.choice;
import static io.plumbline.config.horizon.ConfigKey.flag;
import static io.plumbline.config.horizon.ConfigKey.honoured;
import static io.plumbline.config.horizon.ConfigKey.noEffect;
import static io.plumbline.config.horizon.ConfigKey.plain;
import static io.plumbline.config.horizon.ConfigKey.text;

import io.plumbline.config.dialect.ValueRule;
import java.util.List;

/** The keys of {@code model_parameters}. */
final class ModelKeys {
  static final List<ConfigKey> ALL =
      List.of(
          honoured(MODEL, "onnx_model", plain("path of an .onnx file"), "", "The float model."),
          honoured(
              MODEL,
              "caffe_model",
              plain("path of a .caffemodel file"),
              "",
              "The weights of a Caffe model, instead of onnx_model; needs prototxt."),
          honoured(
              MODEL,
              "prototxt",
              plain("path of a .prototxt file"),
              "",
              "The architecture that goes with caffe_model."),
          honoured(
              MODEL,
              "march",
              text(
                  "a name of 'plumb targets', the path of a target's YAML file, its mapping, or a"
                      + " vendor's architecture"),
              "generic-int8",
              "The device to compile for. Vendors' architectures are compiled for"
                  + " the nearest target, and it is said: their arithmetic is not published."),
          honoured(
              MODEL,
              "output_model_file_prefix",
              new ValueRule.Prefix(),
              "model",
              "Every artefact's name starts with it."),
          honoured(
              MODEL,
              "working_dir",
              plain("a folder"),
              "./model_output",
              "Where the artefacts go; made if absent."),
          honoured(
              MODEL,
              "layer_out_dump",
              flag(),
              "false",
              "Makes the result of every convolution an output of the quantized model."),
          honoured(
              MODEL,
              "output_nodes",
              text("names of nodes, separated by ';'"),
              "",
              "Their results replace the outputs of the model."),
          honoured(
              MODEL,
              "remove_node_type",
              text("some of Quantize, Transpose, Dequantize, Cast, Reshape, Softmax, by ';'"),
              "",
              "Takes such nodes away from the ends of the quantized model; the result is written"
                  + " beside it."),
          honoured(
              MODEL,
              "remove_node_name",
              text("names of nodes, separated by ';'"),
              "",
              "Takes these nodes away from the ends of the quantized model."),
          honoured(
              MODEL,
              "set_node_data_type",
              text("NODE:TYPE, separated by ';'"),
              "",
              "Older form of node_info: the output type of single nodes."),
          honoured(
              MODEL,
              "node_info",
              text("mapping of node to {ON, InputType, InputTypeN, OutputType}, or NODE:TYPE;…"),
              "",
              "Where single nodes run, CPU meaning float, and in which type: int8, int16 or float."
                  + " A node has one type for all that it reads and writes, the widest named."),
          honoured(
              MODEL,
              "debug_mode",
              choice("dump_calibration_data"),
              "",
              "Writes the calibration tensors as .npy files to the working folder."),
          noEffect(
              MODEL,
              "log_level",
              text("any"),
              "the log file holds everything, the console what matters"),
          noEffect(MODEL, "enable_vpu", flag(), "programs know no vector unit to switch"),
          noEffect(MODEL, "enable_spu", flag(), "programs know no scalar unit to switch"));

  private ModelKeys() {}
}
