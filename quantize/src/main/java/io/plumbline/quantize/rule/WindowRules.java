package io.plumbline.quantize.rule;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.AveragePool;
import io.plumbline.graph.op.LpPool;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.graph.op.Pool;
import io.plumbline.graph.op.Window;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.PlacedWindow;
import io.plumbline.quantize.form.Windows;
import io.plumbline.tensor.Shape;
import java.util.Locale;
import java.util.Optional;

/** Rules of pooling: where the window lies, and what cannot be a window. */
final class WindowRules {
  /** From this operator set on, windows never count what lies beyond the padding. */
  private static final long COUNTING_SINCE = 19;

  private WindowRules() {}

  static Rule none(Window window) {
    return Rule.real(
        String.format(
            Locale.ROOT,
            "a window of %d spatial axes or with negative padding has no integer form",
            window.rank()));
  }

  static Rule pool(Node node, Pool pool, Graph graph) {
    return switch (pool) {
      case AveragePool op -> average(node, op, graph);
      case LpPool op -> norm(node, op, graph);
      case MaxPool op -> max(node, op, graph);
    };
  }

  private static Rule norm(Node node, LpPool op, Graph graph) {
    Optional<Shape> from = Types.shape(node.input(0), graph);
    Optional<Shape> to = Types.shape(node.output(), graph);
    if (op.p() != 2 || from.isEmpty() || to.isEmpty()) {
      return Rule.real("only the norm of squares has an integer form");
    }
    return Windows.place(op.window(), from.get(), to.get())
        .map(placed -> new PlacedWindow.Plane(placed.window()))
        .map(plane -> Rule.ofIntegers(Behaviour.INTEGER, new IntegerForm.Windowed(plane)))
        .orElseGet(() -> none(op.window()));
  }

  private static Rule max(Node node, MaxPool op, Graph graph) {
    if (node.outputs().stream().skip(1).anyMatch(name -> !name.equals(Node.ABSENT))) {
      return Rule.real("positions of the maxima have no integer form");
    }
    Optional<Shape> from = Types.shape(node.input(0), graph);
    Optional<Shape> to = Types.shape(node.output(), graph);
    if (from.isEmpty() || to.isEmpty()) {
      return Types.unknownShape(from.isEmpty() ? node.input(0) : node.output());
    }
    return PlacedWindow.of(op.window(), from.get(), to.get())
        .map(window -> Rule.ofIntegers(Behaviour.SELECTED, new IntegerForm.Windowed(window)))
        .orElseGet(() -> none(op.window()));
  }

  /** One window over one or two axes, a reduction over more. */
  static Rule globalMax(Node node, Graph graph) {
    return Types.shape(node.input(0), graph)
        .filter(shape -> shape.rank() == 3 || shape.rank() == 4)
        .map(shape -> new PlacedWindow.Plane(Windows.covering(shape)))
        .map(plane -> Rule.ofIntegers(Behaviour.SELECTED, new IntegerForm.Windowed(plane)))
        .orElse(Rule.SELECTED);
  }

  /**
   * A window over a plane; weighted sums along one axis after the other over volumes, and where
   * windows overhang the padding that they count.
   */
  private static Rule average(Node node, AveragePool op, Graph graph) {
    Optional<Shape> from = Types.shape(node.input(0), graph);
    Optional<Shape> to = Types.shape(node.output(), graph);
    if (from.isEmpty() || to.isEmpty()) {
      return Types.unknownShape(from.isEmpty() ? node.input(0) : node.output());
    }
    Optional<Windows.Placed> placed = Windows.place(op.window(), from.get(), to.get());
    boolean counted = op.countIncludePad() && placed.filter(Windows.Placed::overhangs).isPresent();
    if (counted && graph.info().opset() < COUNTING_SINCE) {
      return Rule.real(
          "windows that overhang the padding they count have no integer form before opset "
              + COUNTING_SINCE);
    }
    if (placed.isPresent() && !counted) {
      var plane = new PlacedWindow.Plane(placed.get().window());
      return Rule.ofIntegers(Behaviour.INTEGER, new IntegerForm.Windowed(plane));
    }
    Window window = op.window();
    boolean explicit = window.autoPad() == Window.AutoPad.EXPLICIT;
    return explicit && window.rank() <= 3 && window.pads().stream().allMatch(pad -> pad >= 0)
        ? Rule.AVERAGED
        : none(window);
  }
}
