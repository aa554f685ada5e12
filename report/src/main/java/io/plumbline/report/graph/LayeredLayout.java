package io.plumbline.report.graph;

import io.plumbline.report.graph.Layout.Box;
import io.plumbline.report.graph.Layout.Link;
import io.plumbline.report.graph.Layout.Point;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Layered layout (Sugiyama, Tagawa, Toda, Methods for Visual Understanding of Hierarchical System
 * Structures, 1981) as Eclipse ELK computes it, with a fixed seed: the same graph always lies the
 * same.
 */
public final class LayeredLayout {
  private static final int GAP = 28;
  private static final double BETWEEN_LAYERS = 34;

  /** Graphs of more boxes are laid out with less care for crossings. */
  private static final int LARGE = 400;

  private LayeredLayout() {}

  /** Places boxes so that links go down. */
  public static Layout of(List<Box> boxes, List<Link> links) {
    if (boxes.isEmpty()) {
      return new Layout(0, 0, List.of(), List.of());
    }
    LayoutMetaDataService.getInstance();
    ElkNode root = root(boxes.size());
    List<ElkNode> nodes = new ArrayList<>();
    for (Box box : boxes) {
      ElkNode node = ElkGraphUtil.createNode(root);
      node.setDimensions(box.width(), box.height());
      nodes.add(node);
    }
    List<ElkEdge> edges = new ArrayList<>();
    for (Link link : links) {
      edges.add(ElkGraphUtil.createSimpleEdge(nodes.get(link.from()), nodes.get(link.to())));
    }
    new LayeredLayoutProvider().layout(root, new BasicProgressMonitor());
    return new Layout(
        whole(root.getWidth()),
        whole(root.getHeight()),
        nodes.stream().map(node -> point(node.getX(), node.getY())).toList(),
        edges.stream().map(LayeredLayout::line).toList());
  }

  private static ElkNode root(int boxes) {
    ElkNode root = ElkGraphUtil.createGraph();
    root.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
    root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    root.setProperty(CoreOptions.RANDOM_SEED, 1);
    root.setProperty(CoreOptions.SPACING_NODE_NODE, (double) GAP);
    root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, BETWEEN_LAYERS);
    if (boxes > LARGE) {
      root.setProperty(LayeredOptions.THOROUGHNESS, 1);
    }
    return root;
  }

  private static List<Point> line(ElkEdge edge) {
    List<Point> points = new ArrayList<>();
    for (ElkEdgeSection section : edge.getSections()) {
      points.add(point(section.getStartX(), section.getStartY()));
      section.getBendPoints().forEach(bend -> points.add(point(bend.getX(), bend.getY())));
      points.add(point(section.getEndX(), section.getEndY()));
    }
    return points;
  }

  private static Point point(double x, double y) {
    return new Point(whole(x), whole(y));
  }

  private static int whole(double pixels) {
    return (int) Math.floor(pixels + 0.5);
  }
}
