package io.plumbline.report.html;

import io.plumbline.report.graph.LayeredLayout;
import io.plumbline.report.graph.Layout;
import io.plumbline.report.run.CompiledRun;
import io.plumbline.report.run.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The drawn graph of a run: a box for each layer, then for each input and each output of the model,
 * and a line for each value that one reads of another.
 */
final class RunGraph {
  private static final Layout.Box LAYER = new Layout.Box(212, 62);
  private static final Layout.Box END = new Layout.Box(156, 26);

  private final CompiledRun run;
  private final List<Layout.Box> boxes = new ArrayList<>();
  private final List<Layout.Link> links = new ArrayList<>();
  private final List<String> values = new ArrayList<>();
  private final Map<String, Integer> sources = new LinkedHashMap<>();

  private RunGraph(CompiledRun run) {
    this.run = run;
  }

  /** The tree that the page draws. */
  static Map<String, Object> of(CompiledRun run) {
    return new RunGraph(run).tree();
  }

  private Map<String, Object> tree() {
    for (Layer layer : run.layers()) {
      int box = add(LAYER);
      layer.outputs().forEach(output -> sources.put(output, box));
    }
    run.inputs().forEach(input -> sources.putIfAbsent(input, add(END)));
    for (int reader = 0; reader < run.layers().size(); reader++) {
      for (String input : run.layers().get(reader).inputs()) {
        link(input, reader);
      }
    }
    run.outputs().forEach(output -> link(output.name(), add(END)));
    return tree(LayeredLayout.of(boxes, links));
  }

  private int add(Layout.Box box) {
    boxes.add(box);
    return boxes.size() - 1;
  }

  private void link(String value, int reader) {
    Integer source = sources.get(value);
    if (source != null && source != reader) {
      links.add(new Layout.Link(source, reader));
      values.add(value);
    }
  }

  private Map<String, Object> tree(Layout layout) {
    List<Object> placed = new ArrayList<>();
    for (int box = 0; box < boxes.size(); box++) {
      Layout.Point corner = layout.boxes().get(box);
      placed.add(List.of(corner.x(), corner.y(), boxes.get(box).width(), boxes.get(box).height()));
    }
    List<Object> lines = new ArrayList<>();
    for (int link = 0; link < links.size(); link++) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("value", values.get(link));
      line.put("from", links.get(link).from());
      line.put("to", links.get(link).to());
      line.put(
          "points",
          layout.lines().get(link).stream()
              .flatMap(point -> List.of(point.x(), point.y()).stream())
              .toList());
      lines.add(line);
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("width", layout.width());
    tree.put("height", layout.height());
    tree.put("boxes", placed);
    tree.put("lines", lines);
    return tree;
  }
}
