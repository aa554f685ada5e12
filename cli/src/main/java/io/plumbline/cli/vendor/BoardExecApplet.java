package io.plumbline.cli.vendor;

import io.plumbline.cli.command.AtLeastOne;
import io.plumbline.cli.command.ThreadCount;
import io.plumbline.cli.command.Version;
import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hrt_model_exec}: runs and measures models, by flags that have one dash or two. */
@Command(
    name = "hrt_model_exec",
    versionProvider = Version.class,
    description = "Horizon's runner on boards, done by 'plumb infer', 'perf' and 'info'.")
final class BoardExecApplet extends Applet {
  private static final List<String> FORMATS = List.of("bin", "txt");

  @Parameters(
      arity = "1..*",
      paramLabel = "infer|perf|model_info",
      description = "What to do; further words are passed over.")
  private List<String> task;

  @Option(
      names = {"--model_file", "-model_file"},
      required = true,
      description = "The model; MODULE@DEVICE runs it there.")
  private String file;

  @Option(
      names = {"--input_file", "-input_file"},
      defaultValue = "",
      description = "One file for each input, separated by ','.")
  private String inputs;

  @Option(
      names = {"--enable_dump", "-enable_dump"},
      arity = "0..1",
      fallbackValue = "true",
      converter = Truth.class,
      preprocessor = Truth.Word.class,
      paramLabel = "true|false",
      description = "infer: write the outputs into the current folder.")
  private boolean dump;

  @Option(
      names = {"--dump_intermediate", "-dump_intermediate"},
      defaultValue = "0",
      paramLabel = "0…3",
      description = "infer: write every tensor; 1 as bin, 2 and 3 as bin and txt, without padding.")
  private int intermediate;

  @Option(
      names = {"--dump_format", "-dump_format"},
      defaultValue = "bin",
      description = "infer: bin or txt.")
  private String format;

  @Option(
      names = {"--hybrid_dequantize_process", "-hybrid_dequantize_process"},
      arity = "0..1",
      fallbackValue = "true",
      converter = Truth.class,
      preprocessor = Truth.Word.class,
      paramLabel = "true|false",
      description = "infer: hand out real numbers where a model gives integers.")
  private boolean real;

  @Option(
      names = {"--enable_cls_post_process", "-enable_cls_post_process"},
      arity = "0..1",
      fallbackValue = "true",
      converter = Truth.class,
      preprocessor = Truth.Word.class,
      paramLabel = "true|false",
      description = "infer: show the largest elements.")
  private boolean classes;

  @Option(
      names = {"--roi_infer", "-roi_infer"},
      arity = "0..1",
      fallbackValue = "true",
      converter = Truth.class,
      preprocessor = Truth.Word.class,
      paramLabel = "true|false",
      description = "infer: hand over the regions of --roi.")
  private boolean byRegion;

  @Option(
      names = {"--roi", "-roi"},
      paramLabel = "x1,y1,x2,y2;…",
      description = "infer: a region of the picture for each input of a resizer.")
  private @Nullable String regions;

  @Option(
      names = {"--frame_count", "-frame_count"},
      converter = AtLeastOne.class,
      description = "perf: how many frames; 200 if not given. Without effect on infer.")
  private int frames;

  @Option(
      names = {"--perf_time", "-perf_time"},
      defaultValue = "0",
      description = "perf: minutes instead of frames.")
  private int minutes;

  @Option(
      names = {"--perf_time_in_seconds", "-perf_time_in_seconds"},
      defaultValue = "0",
      description = "perf: seconds instead of frames.")
  private int seconds;

  @Option(
      names = {"--thread_num", "-thread_num"},
      defaultValue = "1",
      converter = ThreadCount.class,
      description = "perf: how many frames run side by side, at most 1024.")
  private int threads;

  @Option(
      names = {"--enable_warmup", "-enable_warmup"},
      arity = "0..1",
      defaultValue = "true",
      fallbackValue = "true",
      converter = Truth.class,
      preprocessor = Truth.Word.class,
      paramLabel = "true|false",
      description = "perf: run frames before that are not counted.")
  private boolean warmUp;

  @Option(
      names = {"--profile_path", "-profile_path"},
      description = "perf: folder for profiler.log and profiler.csv.")
  private @Nullable Path profile;

  @SuppressWarnings("unused")
  @Option(
      names = {"--version", "-version", "-v"},
      versionHelp = true,
      description = "Print the version of this program.")
  private boolean version;

  BoardExecApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    String shapes = "the shapes of a compiled model are fixed";
    String tasks = "frames run as they come, without a scheduler";
    return List.of(
        refusedFlag(shapes, "input_valid_shape"),
        refusedFlag(
            "its form is not documented; 'plumb infer' takes --stride, of raw pictures",
            "input_stride"),
        refusedFlag("the model says what its pictures are", "input_img_properties"),
        toldFlag("a file holds one model", "model_name"),
        toldFlag("this machine's cores take what comes", "core_id").of(FlagValues.NUMBERS),
        toldFlag("text has as many digits as tell a number from others", "dump_precision")
            .of(FlagValues.NUMBER),
        toldFlag("text has one element a line", "dump_txt_axis").of(FlagValues.NUMBER),
        toldFlag("memory is planned before a run", "enable_mem_lru").of(FlagValues.TRUTH),
        toldFlag(tasks, "task_priority").of(FlagValues.within(0, 255)),
        toldFlag(tasks, "task_timeout").of(FlagValues.NUMBER),
        toldFlag("figures are told at the end", "statistic_cycle").of(FlagValues.NUMBER),
        toldFlag("all that matters is told", "log_level").of(FlagValues.within(0, 4)));
  }

  private static ForeignFlag refusedFlag(String reason, String name) {
    return ForeignFlag.refused(reason, "--" + name, "-" + name);
  }

  private static ForeignFlag toldFlag(String reason, String name) {
    return ForeignFlag.told(reason, "--" + name, "-" + name);
  }

  @Override
  int work(Console console) {
    List<Path> models = Stream.of(file.split(",", -1)).map(Path::of).toList();
    if (models.size() != 1) {
      throw refused(
          "--model_file", "one model is run at a time, and %d are named".formatted(models.size()));
    }
    if (intermediate < 0 || intermediate > 3) {
      throw usage(
          String.format(
              Locale.ROOT,
              "%s: expected 0 to 3, found %d",
              typed("--dump_intermediate"),
              intermediate),
          "say 1 for bin, 2 or 3 for bin and txt, 0 for none");
    }
    if (!FORMATS.contains(format)) {
      throw usage(
          "%s: expected %s, found '%s'"
              .formatted(typed("--dump_format"), String.join(" or ", FORMATS), format),
          "say one of them");
    }
    Path model = VendorFile.own(models.getFirst());
    BoardTask asked =
        BoardTask.of(task.getFirst())
            .orElseThrow(
                () ->
                    usage(
                        "'%s' is no task".formatted(task.getFirst()),
                        "say infer, perf or model_info"));
    asked.vain(this).forEach(console::note);
    return switch (asked) {
      case INFER -> infer(console, model);
      case PERF -> perf(console, model);
      case MODEL_INFO -> run(console, List.of("info", model.toString(), "--tensors"));
    };
  }

  private int infer(Console console, Path model) {
    if (given().isEmpty()) {
      throw usage("--input_file is missing", "name one file for each input");
    }
    if (frames > 1) {
      tellVain(console, "--frame_count", "every run gives the same bytes");
    }
    if (isGiven("--dump_format") && intermediate > 0) {
      tellVain(console, "--dump_format", "--dump_intermediate %s says it".formatted(intermediate));
    } else if (isGiven("--dump_format") && !dump) {
      tellVain(console, "--dump_format", "without --enable_dump nothing is written");
    }
    List<String> files = files();
    int status = ExitStatus.OK;
    Optional<String> asked = regions(console);
    Optional<Path> preprocess =
        asked.isPresent() ? Optional.empty() : PictureFiles.prepare(console, model, files);
    BoardRun board =
        new BoardRun(model, given(), preprocess, asked, dump, intermediate, format, real, classes);
    for (List<String> line : board.lines()) {
      status = status == ExitStatus.OK ? run(console, line) : status;
    }
    return status;
  }

  private Optional<String> regions(Console console) {
    if (byRegion && regions == null) {
      throw usage("--roi_infer without --roi", "say which region of the picture");
    }
    if (!byRegion && regions != null) {
      console.note("note: %s changes nothing without --roi_infer=true".formatted(typed("--roi")));
    }
    return byRegion ? Optional.ofNullable(regions) : Optional.empty();
  }

  /** A blank behind '=' makes of the file a word of its own, as a manual prints it. */
  private String given() {
    return inputs.isEmpty() && task.size() > 1 ? task.get(1) : inputs;
  }

  private void tellVain(Console console, String flag, String reason) {
    console.note("note: %s changes nothing: %s".formatted(typed(flag), reason));
  }

  private List<String> files() {
    List<String> files = given().isEmpty() ? List.of() : List.of(given().split(",", -1));
    requireFiles("--input_file", files);
    return files;
  }

  private int perf(Console console, Path model) {
    if (intermediate > 0) {
      throw refused("--dump_intermediate", "writing files would be measured, too; say infer");
    }
    if (byRegion || regions != null) {
      throw refused(
          byRegion ? "--roi_infer" : "--roi", "the resizer is no part of what is measured");
    }
    requireFolder("--profile_path", profile);
    if (minutes > 0 && seconds > 0) {
      tellVain(console, "--perf_time_in_seconds", "--perf_time says how long");
    }
    if (isGiven("--frame_count") && (minutes > 0 || seconds > 0)) {
      tellVain(console, "--frame_count", "a time is given, and frames are run until it is over");
    }
    List<String> files = files();
    return new BoardPerf(
            model,
            given(),
            PictureFiles.prepare(console, model, files),
            frames,
            minutes,
            seconds,
            threads,
            warmUp,
            profile)
        .run(this);
  }
}
