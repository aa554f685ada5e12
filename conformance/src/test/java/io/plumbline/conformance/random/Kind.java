package io.plumbline.conformance.random;

import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.graph.Graph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What a random model is besides a graph of common ops in float32. */
enum Kind {
  /** Masks of numbers that take no part. */
  SENTINELS(List.of(new Sentinels()), Dress.NONE),
  /** Fake quantization of its own. */
  PAIRS(List.of(new Pairs()), Dress.NONE),
  /** Extents that depend on what an input holds. */
  EXTENTS(List.of(new Extents()), Dress.NONE),
  /** Values and nodes that are named as nobody should. */
  NAMES(List.of(new Pairs()), new OddNames()),
  /** Constants of float16, which casts widen. */
  HALF_CONSTANTS(List.of(), Halves.CONSTANTS),
  /** float16 throughout. */
  HALVES(List.of(), Halves.EVERYTHING),
  /** Nodes in functions of the model. */
  FUNCTIONS(List.of(), new Calls()),
  /** Nodes in branches, of which a constant takes one or the numbers do. */
  BRANCHES(List.of(), new Forks()),
  /** Compiled for a batch. */
  BATCHES(List.of(), Dress.NONE);

  /** How often the own families stand beside all others. */
  private static final int WEIGHT = 4;

  private final List<Family> own;
  private final Dress dress;

  Kind(List<Family> own, Dress dress) {
    this.own = own;
    this.dress = dress;
  }

  /** What grows from a seed, before it is dressed. */
  Graph graph(long seed) {
    List<Family> families = new ArrayList<>(Family.ALL);
    Collections.nCopies(WEIGHT, own).forEach(families::addAll);
    return Growth.graph(seed, families);
  }

  /** The file of a graph. */
  ModelProto file(Graph graph, long seed) {
    return dress.on(Dress.parsed(OnnxWriter.toBytes(graph)), new Random(seed + 5));
  }

  /**
   * The same model under names that ONNX Runtime takes: it refuses two nodes of one name, which
   * ONNX allows.
   */
  ModelProto judged(Graph graph, long seed) {
    ModelProto.Builder model =
        (this == NAMES ? Dress.parsed(OnnxWriter.toBytes(graph)) : file(graph, seed)).toBuilder();
    model.getGraphBuilder().getNodeBuilderList().forEach(NodeProto.Builder::clearName);
    return model.build();
  }
}
