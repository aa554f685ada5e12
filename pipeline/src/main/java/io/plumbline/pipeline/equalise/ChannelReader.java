package io.plumbline.pipeline.equalise;

import io.plumbline.pipeline.tune.WeightLayout;

/**
 * A sum with constant weights that reads channels.
 *
 * @param node in the graph
 * @param input that it reads, [N, C, …]
 * @param first channel of that input that is the first of those looked at
 */
public record ChannelReader(String node, String input, WeightLayout layout, int first) {}
