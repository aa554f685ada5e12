package io.plumbline.cli.command;

import io.plumbline.data.metric.DetectionRule;
import io.plumbline.data.metric.decode.DetectionDecoder;
import io.plumbline.pipeline.evaluation.DetectionTask;
import io.plumbline.pipeline.evaluation.MetricCommand;
import io.plumbline.tensor.BadConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code plumb eval} measures. */
final class MetricOptions {
  /** One measure with its settings. */
  sealed interface Choice {
    /** Top-1, top-5 and agreement; names of classes by index, if they are known. */
    record Classes(List<String> names) implements Choice {}

    /** Average precision. */
    record Boxes(DetectionTask task) implements Choice {}

    /** Mean intersection over union. */
    record Masks(int ignored) implements Choice {}

    /** A measure of a jar on the class path. */
    record Own(String name) implements Choice {}

    /** An external program over dumped outputs. */
    record Program(MetricCommand command, Optional<Path> folder) implements Choice {}
  }

  @Option(
      names = "--metric",
      description =
          "top1,top5 (classes); coco, voc07 or voc (average precision, with --decoder); miou; or"
              + " the name of a measure on the class path.")
  private String metric = "top1,top5";

  @Option(
      names = "--decoder",
      description = "Whose detections the outputs are: ${COMPLETION-CANDIDATES}.")
  private @Nullable DetectionDecoder decoder;

  @Option(
      names = "--classes",
      description =
          "File of the network's class names, one a line, for tables; a .tsv or VOC files of"
              + " several classes need it.")
  private @Nullable Path classes;

  @Option(names = "--score", description = "Leave detections below this score out.")
  private @Nullable Double score;

  @Option(
      names = "--nms",
      description = "Leave detections out that overlap a surer one of their class by more.")
  private @Nullable Double overlap;

  @Option(
      names = "--ignore-label",
      description = "Pixels of this class in masks do not count; 255 if not given.")
  private int ignoredLabel = 255;

  @Option(
      names = "--metric-command",
      description =
          "A program that is given a folder of .npy outputs and a labels file, and prints a number"
              + " or a JSON object of numbers.")
  private @Nullable String command;

  @Option(
      names = "--dump",
      description =
          "Where outputs for --metric-command go and stay; without it they go to a temporary folder"
              + " that is deleted afterwards.")
  private @Nullable Path dump;

  Choice chosen() {
    if (command != null) {
      if (MetricCommand.parse(command).name().isBlank()) {
        throw new BadConfigurationException(
            "usage",
            "--metric-command",
            "it names no program: '%s'".formatted(command),
            "give a program and its first arguments, such as 'python3 metric.py'");
      }
      return new Choice.Program(MetricCommand.parse(command), Optional.ofNullable(dump));
    }
    return switch (metric.toLowerCase(Locale.ROOT)) {
      case "top1", "top5", "top1,top5", "top5,top1" -> classesChosen();
      case "coco" -> new Choice.Boxes(task(DetectionRule.COCO));
      case "voc07" -> new Choice.Boxes(task(DetectionRule.VOC07));
      case "voc" -> new Choice.Boxes(task(DetectionRule.VOC));
      case "miou" -> new Choice.Masks(ignoredLabel);
      default -> new Choice.Own(metric);
    };
  }

  /** A decoder alone means COCO's rules. */
  private Choice classesChosen() {
    return decoder == null
        ? new Choice.Classes(classNames())
        : new Choice.Boxes(task(DetectionRule.COCO));
  }

  private DetectionTask task(DetectionRule rule) {
    if (decoder == null) {
      throw new BadConfigurationException(
          "eval.decoder",
          "--metric " + metric,
          "nothing says how the outputs become detections",
          "name the network with --decoder, such as yolox or yolov8");
    }
    return new DetectionTask(
        decoder,
        rule,
        share("--score", score, decoder.defaultScore()),
        share("--nms", overlap, decoder.defaultOverlap()),
        classNames());
  }

  private static double share(String option, @Nullable Double given, double otherwise) {
    if (given == null) {
      return otherwise;
    }
    if (!(given >= 0 && given <= 1)) {
      throw new BadConfigurationException(
          "eval.share", option, "expected 0 to 1, found " + given, "give a share");
    }
    return given;
  }

  private List<String> classNames() {
    if (classes == null) {
      return List.of();
    }
    return ClassNameFile.read(classes);
  }
}
