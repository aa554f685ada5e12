package io.plumbline.report.catalogue;

/**
 * What a code stands for.
 *
 * @param code as findings and errors have it, such as {@code data.blank}
 * @param meaning what is the case whenever it is given
 * @param remedy what to do about it
 */
public record CodeMeaning(String code, String meaning, String remedy) {
  /** The page of all codes, below the root of the project, and the place of this one on it. */
  public String page() {
    return CodeCatalogue.PAGE + "#" + code;
  }
}
