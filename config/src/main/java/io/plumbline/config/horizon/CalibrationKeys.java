package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.CALIBRATION;
import static io.plumbline.config.horizon.ConfigKey.choices;
import static io.plumbline.config.horizon.ConfigKey.flag;
import static io.plumbline.config.horizon.ConfigKey.honoured;
import static io.plumbline.config.horizon.ConfigKey.plain;
import static io.plumbline.config.horizon.ConfigKey.text;

import io.plumbline.config.dialect.ValueRule;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.quantize.calibrate.Calibrators;
import java.util.List;
import java.util.stream.Stream;

/** The keys of {@code calibration_parameters}. */
final class CalibrationKeys {
  /** What {@code calibration_type} may be. */
  static final List<String> TYPES =
      Stream.concat(Calibrators.names().stream(), Stream.of("default", "mix", "load", "skip"))
          .toList();

  /** What {@code optimization} may list besides types of single ops. */
  static final List<String> OPTIMIZATIONS =
      List.of(
          "set_model_output_int8",
          "set_model_output_int16",
          "asymmetric",
          "bias_correction",
          "set_all_nodes_int16",
          "lstm_batch_last",
          "run_fast");

  static final List<ConfigKey> ALL =
      List.of(
          honoured(
              CALIBRATION,
              "cal_data_dir",
              text("folders or tar files, one for each input, separated by ';'"),
              "",
              "Calibration samples: pictures (with 'preprocess'), .npy or raw files, as the model"
                  + " was trained on them, less what mean, scale and std do."),
          honoured(
              CALIBRATION,
              "cal_data_type",
              choices(List.of("float32", "uint8", "int8", "int16", "int32")),
              "told by the size",
              "Element type of raw files."),
          honoured(
              CALIBRATION,
              "calibration_size",
              new ValueRule.Whole(-1, Integer.MAX_VALUE),
              "-1",
              "How many samples are used, spread over the folder; -1 means all."),
          honoured(
              CALIBRATION,
              "random_data",
              flag(),
              "false",
              "Random data in place of 'cal_data_dir': size and speed are right, accuracy is not."
                  + " 'calibration_type: skip' is the same with ranges by the largest magnitude."),
          honoured(
              CALIBRATION,
              "preprocess",
              text("path of a preprocess file, or the mapping itself"),
              "",
              "How pictures become what the model was trained on: read mode and transformers."),
          honoured(
              CALIBRATION,
              "preprocess_on",
              flag(),
              "false",
              "Reads pictures with skimage's rules and resizes them to the model's size."),
          honoured(
              CALIBRATION,
              "calibration_type",
              new ValueRule.Choice(TYPES),
              "mse",
              "How activation ranges are found: least mean square error, the same with each channel"
                  + " weighted by the weights that read it (reader-mse), largest magnitude, least"
                  + " divergence (kl), the scales of the model itself or of a 'plan' (load), or"
                  + " random data (skip). default compares all of them, and mix gives each"
                  + " activation that the best of them rounds badly its own, by the outputs on"
                  + " samples kept apart."),
          honoured(
              CALIBRATION,
              "plan",
              text("path of a PREFIX_plan.json, or of the PREFIX_quant_info.json beside it"),
              "",
              "A plan that an earlier compilation of the same model, target and version wrote:"
                  + " ranges, weights, biases and precisions are read from it, and the same models"
                  + " come out byte for byte. It needs no samples; those that are given show the"
                  + " similarity."),
          honoured(
              CALIBRATION,
              "effort",
              new ValueRule.Choice(Effort.labels()),
              Effort.BALANCED.label(),
              "How much is done for accuracy. fast finds ranges in one pass over the samples."
                  + " balanced also runs the integer program on them, to correct biases layer"
                  + " after layer and to give channels scales of their own. best also rounds"
                  + " weights by least squares. What each costs is in benchmarks.md."),
          honoured(
              CALIBRATION,
              "target_agreement",
              new ValueRule.Real(0, 100),
              "",
              "Holds as many values and weights in 16 bits as are needed for this expected agreement"
                  + " with the float model's highest score, in percent: what the noise and the"
                  + " distances of the scores make likely on calibration samples that were held out,"
                  + " less the standard error of that (numerics.md). It may stay below 100 also"
                  + " where every sample keeps its answer. Weights are rounded by least squares, with"
                  + " any effort, where corrected biases are not enough."),
          honoured(
              CALIBRATION,
              "target_cosine",
              new ValueRule.Real(-1, 1),
              "",
              "Likewise until every output has this cosine to the float model's."),
          honoured(
              CALIBRATION,
              "budget",
              new ValueRule.Real(0, 100),
              "",
              "Most multiply-accumulates, in percent, that may read 16 bits. Tensors that would exceed"
                  + " it are passed over; without a target it is used where it wins most."),
          honoured(
              CALIBRATION,
              "min_cosine",
              new ValueRule.Real(-1, 1),
              "",
              "Compiling exits with status 1 when an output's mean cosine to the float model's is"
                  + " lower; the files are written all the same."),
          honoured(
              CALIBRATION,
              "min_agreement",
              new ValueRule.Real(0, 100),
              "",
              "Likewise when fewer samples, in percent, get the float model's answer: those of"
                  + " 'evaluation_data', or of calibration."),
          honoured(
              CALIBRATION,
              "max_drop",
              new ValueRule.Real(0, 100),
              "",
              "Likewise when top-1 is lower than the float model's by more points of percent, on"
                  + " the labelled pictures of 'evaluation_data'."),
          honoured(
              CALIBRATION,
              "evaluation_data",
              plain("path of labelled pictures"),
              "",
              "Labelled pictures to judge the result by: whatever 'plumb eval' takes."),
          honoured(
              CALIBRATION,
              "evaluation_labels",
              plain("path of a file of labels"),
              "",
              "The classes of 'evaluation_data', where the pictures do not say them themselves."),
          honoured(
              CALIBRATION,
              "noise_budget",
              flag(),
              "false",
              "Measures what every tensor adds to the noise at the outputs, and writes"
                  + " PREFIX_noise.json."),
          honoured(
              CALIBRATION,
              "max_percentile",
              new ValueRule.Real(0.5, 1),
              "1.0",
              "Share of the values that the range must hold; only with max."),
          honoured(
              CALIBRATION,
              "per_channel",
              flag(),
              "false",
              "Scales for each channel of an activation: powers of two, which effort balanced takes"
                  + " where outputs come nearer, also without being asked. Nothing forbids them"
                  + " alone: effort fast does without, and without corrected biases."),
          honoured(
              CALIBRATION,
              "run_on_cpu",
              text("node names separated by ';'"),
              "",
              "Nodes that stay in float."),
          honoured(
              CALIBRATION,
              "run_on_bpu",
              text("node names separated by ';'"),
              "",
              "Nodes that must be integer; one that has no integer form is reported."),
          honoured(
              CALIBRATION,
              "optimization",
              text(String.join(", ", OPTIMIZATIONS) + ", set_OP_input_int8 and alike, by ','"),
              "",
              "Switches for the whole model. int16 words choose 16-bit activations, of all nodes or"
                  + " of those of one op type, for all that these read and write; weights stay"
                  + " int8. The finer wish wins: set_all_nodes_int16,set_Softmax_output_int8."),
          honoured(
              CALIBRATION,
              "quant_config",
              text("mapping or path of a JSON or YAML file"),
              "",
              "The same settings in their newer place: model_config, op_config, subgraph_config,"
                  + " node_config; it wins over the keys above."));

  private CalibrationKeys() {}
}
