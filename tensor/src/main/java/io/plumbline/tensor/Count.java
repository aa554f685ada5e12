package io.plumbline.tensor;

/** Numbers with what they count, as sentences have them. */
public final class Count {
  private Count() {}

  /**
   * Such as {@code 1 sample}, {@code 0 samples}, {@code 2 classes}, {@code 2 axes}.
   *
   * @param one what there is one of; the plural is formed by rule
   */
  public static String of(long number, String one) {
    return of(number, one, plural(one));
  }

  /** Where more words agree with the number, such as {@code 1 file is}, {@code 2 files are}. */
  public static String of(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  private static String plural(String one) {
    if (one.endsWith("axis")) {
      return one.substring(0, one.length() - 2) + "es";
    }
    boolean hissing = one.endsWith("s") || one.endsWith("x") || one.endsWith("ch");
    boolean yToIes = one.matches(".*[^aeiou]y");
    return yToIes ? one.substring(0, one.length() - 1) + "ies" : one + (hissing ? "es" : "s");
  }
}
