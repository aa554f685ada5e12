package io.plumbline.pipeline.samples;

import io.plumbline.data.dataset.ClassifiedExamples;
import io.plumbline.data.dataset.DatasetKind;
import io.plumbline.data.dataset.Example;
import io.plumbline.data.dataset.Origin;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.picture.ReadMode;
import io.plumbline.data.sample.CalibrationSet;
import io.plumbline.data.sample.FileFormat;
import io.plumbline.data.sample.InputSpec;
import io.plumbline.tensor.DType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Pictures to measure on.
 *
 * @param labels the class of each; empty where it is not known
 */
public record Pictures(List<Origin> origins, Optional<List<Integer>> labels) {
  public Pictures {
    origins = List.copyOf(origins);
    labels = labels.map(List::copyOf);
  }

  /**
   * Pictures of a folder or a labelled set, spread evenly over it, in an order whose beginning is
   * spread over it, too.
   *
   * @param most how many to take at the most
   * @throws io.plumbline.tensor.BadDataException when there are none
   */
  public static Pictures of(Path data, Optional<Path> labels, int most) {
    if (labels.isEmpty()) {
      return new Pictures(spread(files(data), most), Optional.empty());
    }
    List<Example<Integer>> examples =
        spread(ClassifiedExamples.read(DatasetKind.infer(data, labels), data, labels), most);
    return new Pictures(
        examples.stream().map(Example::origin).toList(),
        Optional.of(examples.stream().map(Example::truth).toList()));
  }

  private static List<Origin> files(Path folder) {
    CalibrationSet set =
        CalibrationSet.open(
            List.of(
                new CalibrationSet.Source(
                    new InputSpec("picture", DType.FLOAT32, List.of(-1L, -1L, -1L, -1L)),
                    folder,
                    new FileFormat.Pictures(new Preprocess(ReadMode.OPENCV, List.of())))));
    return IntStream.range(0, set.size())
        .mapToObj(set::file)
        .<Origin>map(Origin.OfFile::new)
        .toList();
  }

  /** Every picture is as far as can be from those before it: the order of reversed bits. */
  static <T> List<T> spread(List<T> all, int most) {
    int count = Math.min(most, all.size());
    int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, count - 1));
    List<T> spread = new ArrayList<>();
    for (int i = 0; i < 1 << bits; i++) {
      int place = Integer.reverse(i) >>> (32 - bits);
      if (place < count) {
        spread.add(all.get((int) ((long) place * all.size() / count)));
      }
    }
    return spread;
  }
}
