package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.COMPILER;
import static io.plumbline.config.horizon.ConfigKey.CUSTOM_OP;
import static io.plumbline.config.horizon.ConfigKey.PROVENANCE;
import static io.plumbline.config.horizon.ConfigKey.choice;
import static io.plumbline.config.horizon.ConfigKey.flag;
import static io.plumbline.config.horizon.ConfigKey.honoured;
import static io.plumbline.config.horizon.ConfigKey.noEffect;
import static io.plumbline.config.horizon.ConfigKey.text;

import io.plumbline.config.dialect.ValueRule;
import java.util.List;

/** The keys of {@code compiler_parameters}, {@code custom_op} and {@code provenance}. */
final class CompilerKeys {
  private static final String NO_SCHEDULE = "programs are not scheduled for a device";
  private static final String NO_CACHE = "compilation is fast enough to need no cache";
  private static final String NO_PYTHON =
      "operators in Python are not run; an operator unknown to ONNX Runtime is reported by name";

  static final List<ConfigKey> ALL =
      List.of(
          noEffect(
              COMPILER, "compile_mode", choice("latency", "bandwidth", "balance"), NO_SCHEDULE),
          noEffect(COMPILER, "balance_factor", new ValueRule.Whole(0, 100), NO_SCHEDULE),
          noEffect(
              COMPILER,
              "optimize_level",
              choice("O0", "O1", "O2", "O3"),
              "there is one level: all optimisations"),
          noEffect(COMPILER, "debug", flag(), "per-node information is always kept"),
          noEffect(
              COMPILER,
              "core_num",
              new ValueRule.Whole(1, 4),
              "programs are not divided between cores"),
          noEffect(
              COMPILER, "max_time_per_fc", new ValueRule.Whole(0, 4_294_967_295L), NO_SCHEDULE),
          honoured(
              COMPILER,
              "jobs",
              new ValueRule.Whole(0, 1024),
              "all cores",
              "Threads used while compiling; 0 means all cores."),
          noEffect(COMPILER, "advice", new ValueRule.Real(0, 1e9), "advice is always written"),
          honoured(
              COMPILER,
              "input_source",
              text("mapping of input to ddr, pyramid or resizer"),
              "pyramid for nv12 and gray, else ddr",
              "Who fills the input memory of the device; recorded in the quantized model."),
          noEffect(
              COMPILER, "cache_mode", choice("enable", "force_overwrite", "disable"), NO_CACHE),
          noEffect(COMPILER, "cache_path", text("a folder"), NO_CACHE),
          noEffect(
              COMPILER,
              "max_l2m_size",
              new ValueRule.Whole(0, 25_165_824),
              "programs are not laid out in a device's memory"),
          noEffect(COMPILER, "ability_entry", text("any"), "it is a switch of a vendor's compiler"),
          noEffect(COMPILER, "extra_params", text("any"), "it is a switch of a vendor's compiler"),
          noEffect(
              COMPILER,
              "hbdk3_compatible_mode",
              text("any"),
              "it is a switch of a vendor's compiler"),
          noEffect(CUSTOM_OP, "custom_op_method", choice("register"), NO_PYTHON),
          noEffect(CUSTOM_OP, "op_register_files", text("files separated by ';'"), NO_PYTHON),
          noEffect(CUSTOM_OP, "custom_op_dir", text("a folder"), NO_PYTHON),
          provenance("plumb_version"),
          provenance("model_sha256"),
          provenance("external_data_sha256"),
          provenance("prototxt_sha256"),
          provenance("calibration_sha256"),
          provenance("mean_file_sha256"));

  private CompilerKeys() {}

  private static ConfigKey provenance(String name) {
    return noEffect(PROVENANCE, name, text("any"), "it says what a resolved configuration used");
  }
}
