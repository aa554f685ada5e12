package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.config.Configurations;
import io.plumbline.config.pulsar.Pulsar2Dialect;
import io.plumbline.config.pulsar.Pulsar2Flags;
import io.plumbline.config.pulsar.Pulsar2Flags.Flag;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** {@code pulsar2 build}: from a configuration and flags, which win, to a module. */
@Command(name = "build", description = "AXera's second compiler, done by 'plumb compile'.")
final class Pulsar2BuildApplet extends Applet {
  private static final Path PLACE = Path.of(".pulsar", "pulsar2.json");
  private static final Set<String> PATHS = Set.of("input", "output_dir", "quant.input_sample_dir");

  @Option(names = "--config", required = true, description = "The configuration.")
  private Path config;

  @Option(names = "--no-native", hidden = true, description = "As of 'plumb compile'.")
  private boolean interpreted;

  Pulsar2BuildApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of(
        ForeignFlag.told(
                "models are always checked and optimised",
                "--onnx_opt.disable_onnx_optimization",
                "--onnx_opt.enable_onnxsim",
                "--onnx_opt.model_check",
                "--onnx_opt.disable_transformation_check",
                "--onnx_opt.save_tensors_data")
            .of(FlagValues.TRUTH),
        ForeignFlag.told("every stage of a compilation is written", "--debug.dump_frontend_graph")
            .of(FlagValues.TRUTH));
  }

  @Override
  List<OptionSpec> fields() {
    return Pulsar2Flags.all().stream().map(Pulsar2BuildApplet::option).toList();
  }

  private static OptionSpec option(Flag flag) {
    return OptionSpec.builder("--" + flag.path())
        .arity(flag.several() ? "1..*" : flag.bool() ? "0..1" : "1")
        .fallbackValue("true")
        .type(flag.several() ? List.class : String.class)
        .auxiliaryTypes(String.class)
        .paramLabel("VALUE")
        .description(flag.about().replace("%", "%%"))
        .build();
  }

  @Override
  int work(Console console) {
    if (!(Configurations.dialect(config) instanceof Pulsar2Dialect)) {
      throw usage(
          "%s is no configuration of Pulsar2".formatted(config),
          "'pulsar build --config' takes one of Pulsar, 'plumb compile -c' every configuration");
    }
    SequencedMap<Flag, List<String>> given = given(console);
    if (given.isEmpty()) {
      return compile(this, console, config, interpreted);
    }
    AtomicFile.write(PLACE, merged(console, given));
    console.note("note: %s is %s with the values of the flags".formatted(PLACE, config));
    return compile(this, console, PLACE, interpreted);
  }

  /** The values of flags that are honoured; of others it is told why they change nothing. */
  private SequencedMap<Flag, List<String>> given(Console console) {
    SequencedMap<Flag, List<String>> given = new LinkedHashMap<>();
    List<Finding> findings = new ArrayList<>();
    for (Flag flag : Pulsar2Flags.all()) {
      List<String> values =
          values("--" + flag.path()).stream().map(text -> value(flag, text)).toList();
      if (!values.isEmpty()) {
        findings.addAll(Pulsar2Flags.check(flag, values));
        if (flag.used()) {
          given.put(flag, values);
        }
      }
    }
    console.findings(findings);
    return given;
  }

  /** The text; a module that flags name does not outlive a configuration of errors. */
  private String merged(Console console, SequencedMap<Flag, List<String>> given) {
    try {
      return Configurations.merged(config, given);
    } catch (BadConfigurationException e) {
      List<String> folder = values("--output_dir");
      List<String> name = values("--output_name");
      if (folder.isEmpty() || name.isEmpty()) {
        VendorFile.tellLeft(console, config);
      } else {
        VendorFile.clear(List.of(Path.of(folder.getFirst(), name.getFirst())), List.of());
      }
      throw e;
    }
  }

  private static String value(Flag flag, String text) {
    if (flag.bool()) {
      return text.equals("1") ? "true" : text.equals("0") ? "false" : text;
    }
    return PATHS.contains(flag.path())
        ? Path.of(text).toAbsolutePath().normalize().toString()
        : text;
  }

  /** Compiles, and writes the module under the name that scripts expect. */
  static int compile(Applet applet, Console console, Path file, boolean interpreted) {
    List<String> words = new ArrayList<>(List.of("compile", "-c", file.toString()));
    if (interpreted) {
      words.add("--no-native");
    }
    VendorFile.clear(
        console, file, request -> List.of(module(request), request.file(Artifact.MODULE)));
    int status = applet.run(console, words);
    if (status == ExitStatus.OK) {
      CompileRequest request = Configurations.read(file).translate().request();
      VendorFile.copy(console, request.file(Artifact.MODULE), module(request));
    }
    return status;
  }

  private static Path module(CompileRequest request) {
    return request.folder().resolve(request.prefix() + ".axmodel");
  }
}
