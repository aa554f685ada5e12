package io.plumbline.pipeline.evaluation;

import io.plumbline.data.dataset.Example;
import io.plumbline.data.dataset.LabelLines;
import io.plumbline.data.dataset.Prepared;
import io.plumbline.data.metric.ClassMap;
import io.plumbline.data.metric.ConfusionMatrix;
import io.plumbline.data.metric.decode.InputFrame;
import io.plumbline.pipeline.record.FindingRecords;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Segmentation networks scored on the same pictures with masks, at the masks' own size: each pixel
 * of a mask is compared with the nearest position of the output. Pixels that the transformers cut
 * off are not counted.
 *
 * @param samples how many were used
 * @param matrices in the order of the models
 */
public record SegmentationEvaluation(
    int samples, List<String> models, List<ConfusionMatrix> matrices, List<Finding> findings)
    implements Evaluation {
  public SegmentationEvaluation {
    models = List.copyOf(models);
    matrices = List.copyOf(matrices);
    findings = List.copyOf(findings);
  }

  /**
   * Runs every model on every picture; the labels file has lines of picture and mask, both relative
   * to the data.
   *
   * @param ignored class index of mask pixels that do not count
   */
  public static SegmentationEvaluation of(
      EvaluationRequest request, int ignored, Progress progress) {
    Masks masks =
        new Masks(
            request.data(),
            ignored,
            request.models().stream().map(_ -> new ConfusionMatrix()).toList());
    Bench.Tally tally =
        Bench.measure(
            request,
            LabelLines.read(request.data(), request.requiredLabels()),
            _ -> masks,
            progress);
    return new SegmentationEvaluation(
        tally.samples(), request.names(), masks.matrices(), tally.findings());
  }

  private record Masks(Path folder, int ignored, List<ConfusionMatrix> matrices)
      implements Meter<String, List<ConfusionMatrix>> {
    @Override
    public List<ConfusionMatrix> observe(Example<String> example, List<Answer> answers) {
      Prepared prepared = answers.getFirst().prepared();
      ClassMap truth = ClassMap.read(folder.resolve(example.truth()));
      if (truth.height() != prepared.height() || truth.width() != prepared.width()) {
        throw new BadDataException(
            "mask.size",
            example.truth(),
            "the mask is %dx%d, its picture %dx%d"
                .formatted(truth.height(), truth.width(), prepared.height(), prepared.width()),
            "give a mask of the picture's size");
      }
      return answers.stream().map(each -> compared(truth, each)).toList();
    }

    private ConfusionMatrix compared(ClassMap truth, Answer answer) {
      InputFrame frame = answer.frame();
      Shape input = answer.prepared().tensor().shape();
      return compared(truth, classes(answer.outputs(), input, frame), frame);
    }

    /** The class axis lies where the input's channels do. */
    private static ClassMap classes(
        SequencedMap<String, Tensor> outputs, Shape input, InputFrame frame) {
      Tensor output = outputs.firstEntry().getValue();
      Shape shape = output.shape();
      if (shape.rank() != 4 || shape.dim(0) != 1) {
        throw new BadDataException(
            "eval.segmentation",
            outputs.firstEntry().getKey(),
            "expected an output of 1 x classes x height x width, found %s".formatted(output),
            "score segmentation networks with --metric miou");
      }
      boolean channelsLast = input.dim(input.rank() - 1) != frame.width();
      int first = channelsLast ? 1 : 2;
      return ClassMap.highest(
          output.toFloats(),
          shape.intDim(first),
          shape.intDim(first + 1),
          shape.intDim(channelsLast ? 3 : 1),
          channelsLast);
    }

    private ConfusionMatrix compared(ClassMap truth, ClassMap found, InputFrame frame) {
      ConfusionMatrix matrix = new ConfusionMatrix();
      for (int row = 0; row < truth.height(); row++) {
        double y = ((row + 0.5) * frame.scaleY() + frame.offsetY()) / frame.height();
        for (int column = 0; column < truth.width(); column++) {
          double x = ((column + 0.5) * frame.scaleX() + frame.offsetX()) / frame.width();
          boolean seen = x >= 0 && x < 1 && y >= 0 && y < 1;
          int real = truth.at(row, column);
          if (seen && real != ignored) {
            int taken = found.at((int) (y * found.height()), (int) (x * found.width()));
            matrix.add(real, taken, 1);
          }
        }
      }
      return matrix;
    }

    @Override
    public void add(int index, Example<String> example, List<ConfusionMatrix> observed) {
      for (int model = 0; model < matrices.size(); model++) {
        matrices.get(model).add(observed.get(model));
      }
    }
  }

  private double drop(int model) {
    return matrices.getFirst().meanOverlap() - matrices.get(model).meanOverlap();
  }

  @Override
  public List<Section.Table> tables() {
    return tables(ClassTable.SHOWN);
  }

  @Override
  public SequencedMap<String, Section.Table> files() {
    return ClassTable.files(tables(Integer.MAX_VALUE));
  }

  private List<Section.Table> tables(int shownClasses) {
    List<List<Cell>> rows = new ArrayList<>();
    for (int model = 0; model < models.size(); model++) {
      rows.add(
          List.of(
              Cell.of(models.get(model)),
              Cell.real(100 * matrices.get(model).meanOverlap(), 2),
              Cell.real(100 * matrices.get(model).accuracy(), 2),
              Cell.real(100 * drop(model), 2)));
    }
    return List.of(
        new Section.Table(
            "Segmentation of %s, in percent".formatted(Count.of(samples, "sample")),
            List.of("Model", "mIoU", "Pixel accuracy", "Drop"),
            rows),
        ClassTable.of(
            "Intersection over union by class, in percent",
            models,
            matrices.stream().map(ConfusionMatrix::overlaps).toList(),
            List.of(),
            shownClasses));
  }

  @Override
  public Map<String, Object> record() {
    List<Map<String, Object>> records = new ArrayList<>();
    for (int model = 0; model < models.size(); model++) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("model", models.get(model));
      map.put("miou", matrices.get(model).meanOverlap());
      map.put("pixel_accuracy", matrices.get(model).accuracy());
      map.put("drop", drop(model));
      map.put("classes", ClassTable.named(matrices.get(model).overlaps(), List.of()));
      records.add(map);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("samples", samples);
    root.put("metric", "miou");
    root.put("models", records);
    root.put("findings", FindingRecords.of(findings));
    return root;
  }
}
