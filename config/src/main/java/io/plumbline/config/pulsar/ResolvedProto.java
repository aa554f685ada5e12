package io.plumbline.config.pulsar;

import io.plumbline.pipeline.record.Fingerprint;
import io.plumbline.pipeline.request.CalibrationData;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.verification.ErrorMeasurement;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureType;
import io.plumbline.tensor.colour.Swing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Writes a configuration back with every value that has an effect, in the flat form and input by
 * input. Reading it gives the same request, and the same text again.
 */
final class ResolvedProto {
  private final PulsarSettings settings;
  private final PulsarFile config;
  private final CompileRequest request;
  private final Path folder;
  private final ProtoText text = new ProtoText();

  private ResolvedProto(PulsarFile config, PulsarSettings settings, Path place) {
    this.config = config;
    this.settings = settings;
    this.request = settings.request();
    this.folder = Optional.ofNullable(place.toAbsolutePath().normalize().getParent()).orElse(place);
  }

  /**
   * The text.
   *
   * @param place where it is to lie; paths in it are relative to that
   */
  static String of(PulsarFile config, PulsarSettings settings, Path place) {
    ResolvedProto resolved = new ResolvedProto(config, settings, place);
    resolved.text.comment("Every value that was in effect. 'plumb compile -c' reads this file.");
    resolved.model();
    resolved.provenance();
    resolved.tensors();
    resolved.text.begin("neuwizard_conf");
    resolved.task();
    resolved.operators();
    resolved.calibration();
    resolved.measurement();
    resolved.text.end().begin("pulsar_conf");
    int batch = request(resolved).deployment().batch();
    resolved.text.word("batch_size", String.format(Locale.ROOT, "%d", batch));
    return resolved.text.end().written();
  }

  private static CompileRequest request(ResolvedProto resolved) {
    return resolved.request;
  }

  private void model() {
    if (request.files().prototxt().isEmpty()) {
      text.text("input_path", relative(request.files().model()));
    }
    text.text("output_path", relative(request.folder().resolve(request.prefix() + ".joint")));
    text.word("input_type", "INPUT_TYPE_ONNX");
    text.word("output_type", isMixed() ? "OUTPUT_TYPE_SUPERNET" : "OUTPUT_TYPE_JOINT");
    text.word("target_hardware", "TARGET_HARDWARE_" + settings.hardware());
  }

  /** What it was made of, as far as that can be read. */
  private void provenance() {
    text.begin("plumbline");
    if (Files.isRegularFile(request.files().model())) {
      text.text("model_sha256", Fingerprint.ofFile(request.files().model()));
    }
    if (request.calibration() instanceof FolderData data
        && data.folders().stream().allMatch(Files::exists)) {
      text.text(
          "calibration_sha256",
          data.folders().stream().map(Fingerprint::ofFolder).collect(Collectors.joining("; ")));
    }
    text.end();
  }

  private boolean isMixed() {
    return !request.goal().isNone() || PulsarMixture.of(config).weightBits().isPresent();
  }

  private void tensors() {
    for (String name : settings.inputs().names()) {
      InputReading reading = settings.inputs().reading(name);
      Optional<PictureInput> picture =
          reading.isPicture() ? Optional.of(reading.picture()) : Optional.empty();
      text.begin("src_input_tensors").text("tensor_name", name);
      picture.ifPresent(
          each ->
              text.word("color_space", colour(each.training()))
                  .word("tensor_layout", each.trainingLayout().name()));
      text.end().begin("dst_input_tensors").text("tensor_name", name);
      picture.ifPresent(
          each -> text.word("color_space", colour(each.device())).word("data_type", "UINT8"));
      picture
          .filter(each -> each.device() != PictureType.NV12)
          .ifPresent(each -> text.word("tensor_layout", each.layout().name()));
      picture.filter(each -> each.device().isYuv()).ifPresent(each -> swing(each.swing()));
      if (picture.isEmpty()) {
        text.word("data_type", "FLOAT32");
      }
      text.end();
    }
    text.begin("dst_output_tensors")
        .word("data_type", request.options().outputs().map(ResolvedProto::bits).orElse("FLOAT32"))
        .end();
  }

  private void swing(Swing swing) {
    text.word(
        "color_standard",
        swing == Swing.STUDIO ? "CSS_ITU_BT601_STUDIO_SWING" : "CSS_ITU_BT601_FULL_SWING");
  }

  private static String colour(PictureType type) {
    return "TENSOR_COLOR_SPACE_" + type.name();
  }

  private static String bits(Scheme scheme) {
    return scheme.isReal() ? "FLOAT32" : scheme.name().equals("int16") ? "UINT16" : "UINT8";
  }

  private void task() {
    Optional<Path> prototxt = request.files().prototxt();
    text.begin("task_conf");
    if (isMixed()) {
      double share = request.goal().budget().orElse(0);
      OptionalDouble weights = PulsarMixture.of(config).weightBits();
      text.word("task_strategy", "TASK_STRATEGY_SUPERNET")
          .begin("supernet_options")
          .word("strategy", "SUPERNET_STRATEGY_MIXBIT")
          .begin("mixbit_params")
          .word("target_w_bit", Double.toString(weights.orElse(8)))
          .word("target_a_bit", Double.toString(8 + 8 * share))
          .word("w_bit_choices", weights.isPresent() ? "[4, 8]" : "[8]")
          .word("a_bit_choices", share > 0 ? "[8, 16]" : "[8]")
          .end()
          .end();
    } else {
      text.word(
          "task_strategy",
          request.effort() == Effort.BEST ? "TASK_STRATEGY_FINETUNE_LSQ" : "TASK_STRATEGY_DEFAULT");
    }
    prototxt.ifPresent(
        file ->
            text.begin("caffe_input_path")
                .text("caffeproto", relative(file))
                .text("caffemodel", relative(request.files().model()))
                .end());
    text.end();
  }

  private void operators() {
    text.begin("operator_conf");
    for (String name : settings.inputs().names()) {
      List<Message> steps = settings.inputs().reading(name).modifications();
      text.begin("input_conf_items");
      text.begin("selector").text("op_name", name).end().begin("attributes");
      steps.forEach(this::step);
      text.end().end();
    }
    request.options().wishes().forEach(this::wish);
    text.end();
  }

  private void step(Message step) {
    text.begin("input_modifications");
    if (step.has("override_input_shape")) {
      text.begin("override_input_shape");
      step.message("override_input_shape")
          .texts("shape")
          .forEach(extent -> text.word("shape", extent));
      text.end();
    }
    if (step.has("affine_preprocess")) {
      Message affine = step.message("affine_preprocess");
      text.begin("affine_preprocess")
          .numbers("slope", or(affine, "slope", 1))
          .numbers("slope_divisor", or(affine, "slope_divisor", 1))
          .numbers("bias", or(affine, "bias", 0))
          .numbers("bias_divisor", or(affine, "bias_divisor", 1))
          .end();
    }
    if (step.has("input_normalization")) {
      Message constants = step.message("input_normalization");
      text.begin("input_normalization")
          .numbers("mean", or(constants, "mean", 0))
          .numbers("std", or(constants, "std", 1))
          .end();
    }
    text.end();
  }

  private static List<Double> or(Message message, String field, double usual) {
    List<Double> given = message.numbers(field);
    return given.isEmpty() ? List.of(usual) : given;
  }

  private void wish(Wish wish) {
    text.begin("operator_conf_items").begin("selector");
    if (wish.selector() instanceof Selector.Node(String name)) {
      text.text("op_name", name);
    }
    text.end().begin("attributes");
    if (wish.selector() instanceof Selector.Type) {
      text.word("lstm_mode", "LSTM_MODE_CPU");
    } else {
      Scheme scheme = wish.scheme();
      text.word("input_feature_type", bits(scheme));
      text.word(
          "weight_type", scheme.isReal() ? "FLOAT32" : scheme.weightBits() == 4 ? "INT4" : "INT8");
    }
    text.end().end();
  }

  private void calibration() {
    text.begin("dataset_conf_calibration");
    samples(request.calibration(), config.calibration());
    boolean channels =
        config
            .calibration()
            .text("calibration_strategy")
            .filter("CALIB_STRATEGY_PER_CHANNEL"::equals)
            .isPresent();
    text.word("calibration_strategy", "CALIB_STRATEGY_PER_" + (channels ? "CHANNEL" : "TENSOR"));
    text.word("observer_method", "OBSVR_METHOD_" + observer());
    text.end();
  }

  private void samples(CalibrationData samples, Message set) {
    PaddedPictures.of(set)
        .ifPresent(
            padded ->
                text.begin("resize_conf")
                    .word("keep_aspect_ratio", "true")
                    .word("pad_value", Integer.toString(padded.value()))
                    .word("pad_mode_h", padded.places().getFirst())
                    .word("pad_mode_w", padded.places().getLast())
                    .end());
    if (samples instanceof FolderData data) {
      text.word("type", "DATASET_TYPE_TAR");
      text.word("size", String.format(Locale.ROOT, "%d", data.most().orElse(-1)));
      for (int i = 0; i < data.folders().size(); i++) {
        text.begin("dataset_conf_items");
        text.begin("selector").text("op_name", settings.inputs().names().get(i)).end();
        text.text("path", relative(data.folders().get(i))).end();
      }
    } else {
      text.word("type", "DATASET_TYPE_DUMMY");
    }
  }

  private void measurement() {
    if (settings.measurement().isEmpty()) {
      return;
    }
    ErrorMeasurement measured = settings.measurement().get();
    text.begin("dataset_conf_error_measurement");
    samples(measured.samples(), config.errors());
    text.end().begin("evaluation_conf");
    text.word("score_compare_per_layer", Boolean.toString(measured.everyTensor())).end();
  }

  private String observer() {
    Calibrator calibrator = request.options().calibration().base().calibrator();
    return calibrator instanceof Calibrator.Mse
        ? "MSE_CLIPPING"
        : calibrator instanceof Calibrator.MaxPercentile ? "PERCENTILE" : "MIN_MAX";
  }

  private String relative(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.equals(folder)
        ? "."
        : folder.relativize(absolute).toString().replace('\\', '/');
  }
}
