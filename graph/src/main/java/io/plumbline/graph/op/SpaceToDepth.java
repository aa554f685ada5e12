package io.plumbline.graph.op;

/**
 * [N, C, H, W] to [N, C·b², H/b, W/b]: blocks of b by b positions become channels, counted by row
 * and column of the block, then channel of the input.
 */
public record SpaceToDepth(int block) implements Op {}
