package io.plumbline.graph.op;

/** [N, C, H, W] to [N, C/b², H·b, W·b]: channels become blocks of b by b positions. */
public record DepthToSpace(int block, Order order) implements Op {
  /** How the channels of the input count. */
  public enum Order {
    /** Row of the block, column of the block, channel of the output. */
    DCR,
    /** Channel of the output, row of the block, column of the block. */
    CRD
  }
}
