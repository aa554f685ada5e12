package io.plumbline.example.export;

import io.plumbline.example.network.Architecture;
import io.plumbline.example.network.ChannelSpread;
import io.plumbline.example.network.Dataset;
import io.plumbline.example.network.Evaluation;
import io.plumbline.example.network.Mode;
import io.plumbline.example.network.QuantizationTrial;
import io.plumbline.example.network.Stack;
import io.plumbline.example.network.Training;
import io.plumbline.example.picture.Motif;
import io.plumbline.example.picture.Picture;
import io.plumbline.example.picture.PictureGenerator;
import io.plumbline.formats.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Writes the example folder: pictures, labels, class names and the trained model. Arguments: the
 * folder, and optionally {@code pictures} to leave the model as it is. Every number comes from the
 * seeds below, so that two runs write the same bytes.
 */
public final class MakeExample {
  private static final long TRAINING_SEED = 1;
  private static final long CALIBRATION_SEED = 2;
  private static final long EVALUATION_SEED = 3;
  private static final long NETWORK_SEED = 7;

  private static final int TRAINING_PICTURES = 9000;
  private static final int CALIBRATION_PICTURES = 100;
  private static final int EVALUATION_PICTURES = 250;
  private static final int HELD_OUT_PICTURES = 2000;
  private static final int EPOCHS = 15;

  private static final int ONE_CHANNEL_OF = 8;
  private static final float SPREAD = 64;

  private MakeExample() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    List<Picture> calibration = PictureGenerator.draw(CALIBRATION_SEED, CALIBRATION_PICTURES);
    List<Picture> heldOut = PictureGenerator.draw(EVALUATION_SEED, HELD_OUT_PICTURES);
    List<Picture> evaluation = heldOut.subList(0, EVALUATION_PICTURES);
    write(folder.resolve("calibration"), "calibration", calibration);
    write(folder.resolve("evaluation"), "evaluation", evaluation);
    Files.writeString(folder.resolve("evaluation_labels.txt"), labels(evaluation));
    Files.writeString(folder.resolve("classes.txt"), classes());
    if (arguments.length > 1 && arguments[1].equals("pictures")) {
      return;
    }
    Stack network = train();
    say(
        "float, before spreading",
        Evaluation.top1(network, new Dataset(evaluation), Mode.inference()));
    ChannelSpread.widen(network, ONE_CHANNEL_OF, SPREAD);
    judge("%d pictures".formatted(EVALUATION_PICTURES), network, calibration, evaluation);
    judge("%d pictures".formatted(HELD_OUT_PICTURES), network, calibration, heldOut);
    OnnxWriter.write(
        ModelExport.graph(network, Motif.values().length), folder.resolve("model.onnx"));
  }

  private static Stack train() {
    Random random = new Random(NETWORK_SEED);
    Stack network = Architecture.build(random);
    Dataset data = new Dataset(PictureGenerator.draw(TRAINING_SEED, TRAINING_PICTURES));
    new Training(network, data, random).run(EPOCHS, System.out::println);
    return network;
  }

  private static void judge(
      String name, Stack network, List<Picture> calibration, List<Picture> pictures) {
    Dataset data = new Dataset(pictures);
    say(name + ", float", Evaluation.top1(network, data, Mode.inference()));
    QuantizationTrial trial = new QuantizationTrial(network, new Dataset(calibration), data);
    say(name + ", int8 weights per tensor", trial.top1(false, false));
    say(name + ", int8 weights per channel", trial.top1(true, false));
    say(name + ", int8 weights per tensor, int8 activations", trial.top1(false, true));
    say(name + ", int8 weights per channel, int8 activations", trial.top1(true, true));
  }

  private static void say(String what, double share) {
    System.out.printf(Locale.ROOT, "top-1 %6.2f %%  %s%n", 100 * share, what);
  }

  private static void write(Path folder, String name, List<Picture> pictures) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < pictures.size(); i++) {
      pictures.get(i).writePng(folder.resolve(fileName(name, i)));
    }
  }

  private static String labels(List<Picture> pictures) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < pictures.size(); i++) {
      lines.append(fileName("evaluation", i)).append(' ');
      lines.append(pictures.get(i).motif().ordinal()).append('\n');
    }
    return lines.toString();
  }

  private static String fileName(String name, int index) {
    return String.format(Locale.ROOT, "%s_%03d.png", name, index);
  }

  private static String classes() {
    return Arrays.stream(Motif.values())
        .map(motif -> motif.label() + "\n")
        .collect(Collectors.joining());
  }
}
