package io.plumbline.device.agent;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What an agent counts from its start. */
final class Counters {
  final AtomicInteger open = new AtomicInteger();
  final LongAdder accepted = new LongAdder();
  final LongAdder turnedAway = new LongAdder();
  final LongAdder unknown = new LongAdder();
  final LongAdder malformed = new LongAdder();
  final LongAdder requests = new LongAdder();
  final LongAdder failures = new LongAdder();
  final LongAdder runs = new LongAdder();
  final LongAdder runNanoseconds = new LongAdder();
  final LongAdder uploads = new LongAdder();
}
