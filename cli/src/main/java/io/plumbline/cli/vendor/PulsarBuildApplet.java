package io.plumbline.cli.vendor;

import io.plumbline.cli.command.AtLeastOne;
import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.config.Configurations;
import io.plumbline.config.dialect.Configuration;
import io.plumbline.config.dialect.Dialect;
import io.plumbline.config.pulsar.Pulsar2Dialect;
import io.plumbline.config.pulsar.PulsarDialect;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.NearestSpelling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code pulsar build}: from a configuration and flags, which win, to a module. A configuration of
 * Pulsar2 is taken, too, without flags.
 */
@Command(name = "build", description = "AXera's compiler, done by 'plumb compile'.")
final class PulsarBuildApplet extends Applet {
  private static final String ENDING = ".prototxt";
  private static final List<String> COLOURS = List.of("auto", "rgb", "bgr", "gray", "nv12");
  private static final List<String> LAYOUTS = List.of("native", "nchw", "nhwc");
  private static final List<String> HARDWARE = List.of("AX630", "AX620", "AX650", "AX170");
  private static final List<String> SWINGS = List.of("studio", "full");
  private static final Path PLACE = Path.of(".pulsar", "config" + ENDING);

  @Option(names = "--config", required = true, description = "The configuration.")
  private Path config;

  @Option(names = "--output_config", description = "Where the resolved configuration goes.")
  private @Nullable Path resolved;

  @Option(
      names = "--input",
      arity = "1..*",
      description = "The float model; of several tasks, one for each.")
  private List<Path> inputs = List.of();

  @Option(
      names = "--output",
      arity = "1..*",
      description = "The module, such as x.joint; of several tasks, one for each.")
  private List<Path> outputs = List.of();

  @Option(
      names = "--compile_batch_size",
      arity = "1..*",
      converter = AtLeastOne.class,
      description = "The batch.")
  private List<Integer> batches = List.of();

  @Option(names = "--output_dir", description = "The folder that artefacts go to.")
  private @Nullable Path folder;

  @Option(
      names = "--input_tensor_color",
      description = "Colours of the float model's input: auto, rgb, bgr, gray.")
  private @Nullable String source;

  @Option(
      names = "--output_tensor_color",
      description = "Colours of the module's input: auto, rgb, bgr, gray, nv12.")
  private @Nullable String destination;

  @Option(names = "--output_tensor_layout", description = "native, nchw or nhwc.")
  private @Nullable String layout;

  @Option(names = "--color_std", description = "studio or full, of nv12.")
  private @Nullable String standard;

  @Option(names = "--target_hardware", description = "AX630, AX620 or AX170.")
  private @Nullable String hardware;

  @Option(names = "--no-native", hidden = true, description = "As of 'plumb compile'.")
  private boolean interpreted;

  PulsarBuildApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of(
        ForeignFlag.told("samples are worked on one by one", "--calibration_batch_size")
            .of(FlagValues.COUNT),
        ForeignFlag.told("a program has one batch, the largest", "--batch_size_option")
            .of(FlagValues.among("BSO_AUTO", "BSO_STATIC", "BSO_DYNAMIC")),
        ForeignFlag.told("programs are not scheduled for a device", "--virtual_npu")
            .of(FlagValues.among("auto", "0", "311", "312", "221", "222", "111", "112")),
        ForeignFlag.told("a QDQ model says itself what its integers are", "--qat_convert_mode")
            .of(FlagValues.among("post-nw", "pre-nw")),
        ForeignFlag.told("progress is shown where somebody looks", "--enable_progress_bar").bare());
  }

  @Override
  int work(Console console) {
    boolean given = !inputs.isEmpty() || !outputs.isEmpty() || !values().isEmpty();
    Dialect dialect = Configurations.dialect(config);
    if (!(dialect instanceof PulsarDialect)) {
      return successor(console, dialect, given);
    }
    SequencedMap<String, String> tasks = merged(console, values());
    if (tasks.size() == 1 && !given) {
      return compile(console, config, outputs.stream().findFirst(), resolved);
    }
    console.findings(PulsarDialect.besideTasks(config));
    tellOfOthers(console, "--input", inputs.size(), tasks.size());
    tellOfOthers(console, "--output", outputs.size(), tasks.size());
    int status = ExitStatus.OK;
    int index = 0;
    List<String> failed = new ArrayList<>();
    for (var task : tasks.entrySet()) {
      Path file = task.getKey().isEmpty() ? PLACE : PLACE.resolveSibling(task.getKey() + ENDING);
      AtomicFile.write(file, task.getValue());
      console.note("note: %s is %s%s".formatted(file, config, made(task.getKey(), given)));
      Path module = index < outputs.size() ? outputs.get(index) : null;
      int one =
          compile(
              console, file, Optional.ofNullable(module), resolved(task.getKey(), tasks.size()));
      status = status == ExitStatus.OK ? one : status;
      if (one != ExitStatus.OK) {
        failed.add("'%s'".formatted(task.getKey()));
      }
      index++;
    }
    if (!failed.isEmpty() && tasks.size() > 1) {
      console.note(
          "%d of %d tasks failed: %s"
              .formatted(failed.size(), tasks.size(), String.join(", ", failed)));
    }
    return status;
  }

  /**
   * What is asked for; files that the command line names do not outlive a configuration of errors.
   */
  private SequencedMap<String, String> merged(Console console, Map<String, String> values) {
    try {
      return PulsarDialect.merged(config, absolute(inputs), absolute(outputs), values);
    } catch (BadConfigurationException e) {
      if (outputs.isEmpty()) {
        VendorFile.tellLeft(console, config);
      }
      VendorFile.clear(outputs.stream().flatMap(PulsarBuildApplet::twins).toList(), inputs);
      throw e;
    }
  }

  /** The files of a module, whose folder is its own unless the configuration says another. */
  private static Stream<Path> twins(Path module) {
    Path own = module.resolveSibling(stem(module) + ".plm");
    return isEqual(module, own)
        ? Stream.of(module, quantized(module), own)
        : Stream.of(module, quantized(module));
  }

  private static boolean isEqual(Path one, Path other) {
    try {
      return Files.mismatch(one, other) < 0;
    } catch (IOException _) {
      return false;
    }
  }

  private static void tellOfOthers(Console console, String flag, int given, int tasks) {
    if (given > 0 && given < tasks) {
      console.note(
          "note: %s names %d, and there are %d tasks: the others keep what the file says of them"
              .formatted(flag, given, tasks));
    }
  }

  /** A configuration of Pulsar2, which says itself what the flags of this command would. */
  private int successor(Console console, Dialect dialect, boolean given) {
    if (!(dialect instanceof Pulsar2Dialect)) {
      throw usage(
          "%s is no configuration of Pulsar, nor of Pulsar2".formatted(config),
          "'plumb compile -c %s' takes every configuration".formatted(config));
    }
    if (given || resolved != null) {
      throw usage(
          "%s is a configuration of Pulsar2, which flags of pulsar build do not change"
              .formatted(config),
          "'pulsar2 build --config %1$s' takes flags; or write input, output_dir and the others into it, then 'plumb compile -c %1$s'"
              .formatted(config));
    }
    return Pulsar2BuildApplet.compile(this, console, config, interpreted);
  }

  private List<String> words(Path file) {
    List<String> words = new ArrayList<>(List.of("compile", "-c", file.toString()));
    if (interpreted) {
      words.add("--no-native");
    }
    return words;
  }

  private static String made(String task, boolean given) {
    return (task.isEmpty() ? "" : ", its task '%s'".formatted(task))
        + (given ? " with the values of the flags" : "");
  }

  /** Where the resolved configuration of a task goes: beside the file that is named, of several. */
  private @Nullable Path resolved(String task, int tasks) {
    if (resolved == null || tasks == 1) {
      return resolved;
    }
    String name = String.valueOf(resolved.getFileName());
    int dot = name.lastIndexOf('.');
    return resolved.resolveSibling(
        dot > 0
            ? "%s_%s%s".formatted(name.substring(0, dot), task, name.substring(dot))
            : name + "_" + task);
  }

  private int compile(
      Console console, Path file, Optional<Path> module, @Nullable Path configuration) {
    VendorFile.clear(
        console,
        file,
        request -> {
          Path named = module.orElseGet(() -> named(request));
          return List.of(
              named,
              quantized(named),
              request.file(Artifact.MODULE),
              request.file(Artifact.QUANTIZED));
        });
    int status = run(console, words(file));
    if (status == ExitStatus.OK) {
      name(console, Configurations.read(file).parts().getFirst(), module, configuration);
    }
    return status;
  }

  /** Writes what was made under the names that scripts expect. */
  private static void name(
      Console console, Configuration made, Optional<Path> named, @Nullable Path configuration) {
    CompileRequest request = made.translate().request();
    Path module = named.orElseGet(() -> named(request));
    VendorFile.copy(console, request.file(Artifact.MODULE), module);
    VendorFile.copy(console, request.file(Artifact.QUANTIZED), quantized(module));
    if (configuration != null) {
      AtomicFile.write(configuration, made.resolved(configuration).orElseThrow());
      console.say("wrote " + configuration);
    }
  }

  private static Path named(CompileRequest request) {
    return request.folder().resolve(request.prefix() + ".joint");
  }

  /** The quantized model beside a module. */
  private static Path quantized(Path module) {
    return module.resolveSibling(stem(module) + ".lava_joint");
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** The flags as fields of the configuration. */
  private SequencedMap<String, String> values() {
    SequencedMap<String, String> values = new LinkedHashMap<>();
    if (folder != null) {
      values.put("pulsar_conf.output_dir", absolute(folder));
    }
    if (!batches.isEmpty()) {
      int batch = batches.stream().mapToInt(Integer::intValue).max().orElseThrow();
      values.put("pulsar_conf.batch_size", String.format(Locale.ROOT, "%d", batch));
    }
    if (hardware != null) {
      requireWord("--target_hardware", hardware, HARDWARE);
      values.put("target_hardware", "TARGET_HARDWARE_" + hardware);
    }
    colour("--input_tensor_color", "src_input_tensors.color_space", source, values);
    colour("--output_tensor_color", "dst_input_tensors.color_space", destination, values);
    if (layout != null) {
      requireWord("--output_tensor_layout", layout, LAYOUTS);
      values.put("dst_input_tensors.tensor_layout", layout.toUpperCase(Locale.ROOT));
    }
    if (standard != null) {
      requireWord("--color_std", standard, SWINGS);
      values.put(
          "dst_input_tensors.color_standard",
          "CSS_ITU_BT601_%s_SWING".formatted(standard.toUpperCase(Locale.ROOT)));
    }
    return values;
  }

  private void colour(
      String option, String field, @Nullable String word, SequencedMap<String, String> values) {
    if (word == null) {
      return;
    }
    if (word.equals("nv21")) {
      throw refused(option, "pictures of nv21 are not read; hand over nv12");
    }
    requireWord(option, word, COLOURS);
    values.put(field, "TENSOR_COLOR_SPACE_" + word.toUpperCase(Locale.ROOT));
  }

  private void requireWord(String option, String word, List<String> known) {
    if (!known.contains(word)) {
      throw usage(
          "%s is %s%s".formatted(option, word, NearestSpelling.suggestion(word, known)),
          "say " + String.join(", ", known));
    }
  }

  private static List<String> absolute(List<Path> paths) {
    return paths.stream().map(PulsarBuildApplet::absolute).toList();
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }
}
