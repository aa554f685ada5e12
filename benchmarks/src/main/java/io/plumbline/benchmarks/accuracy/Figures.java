package io.plumbline.benchmarks.accuracy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;

/**
 * What a trial came to.
 *
 * @param numbers by name; shares from 0 to 1, decibels
 * @param failure code and text of the error that ended it; empty where there was none
 */
public record Figures(SequencedMap<String, Double> numbers, String failure) {
  static final String SAMPLES = "samples";
  static final String FLOAT_TOP1 = "float top-1";
  static final String TOP1 = "top-1";
  static final String DROP = "drop";
  static final String DROP_LOW = "drop, low";
  static final String DROP_HIGH = "drop, high";
  static final String AGREEMENT = "agreement";
  static final String COSINE = "cosine";
  static final String DECIBELS = "signal to noise";
  static final String FLOAT_PRECISION = "float mAP";
  static final String PRECISION = "mAP";
  static final String OTHERS = "pictures without boxes";
  static final String FOUND_ALIKE = "mAP of the float model's detections";
  static final String WORK = "multiply-accumulates";
  static final String FLOAT_SHARE = "share in float";

  public Figures {
    numbers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(numbers));
  }

  public static Figures of(SequencedMap<String, Double> numbers) {
    return new Figures(numbers, "");
  }

  public static Figures failed(String failure) {
    return new Figures(new LinkedHashMap<>(), failure);
  }

  public boolean has(String name) {
    return numbers.containsKey(name);
  }

  public double get(String name) {
    return numbers.getOrDefault(name, Double.NaN);
  }

  /** A number for a table: empty where there is none. */
  public String number(String name, double factor, String format) {
    double value = factor * get(name);
    if (Double.isNaN(value)) {
      return "";
    }
    return Double.isInfinite(value) ? "exact" : String.format(Locale.ROOT, format, value);
  }

  public String count(String name) {
    return number(name, 1, "%.0f");
  }

  public String percent(String name) {
    return number(name, 100, "%.2f %%");
  }
}
