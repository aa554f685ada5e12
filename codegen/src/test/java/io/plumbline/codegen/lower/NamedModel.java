package io.plumbline.codegen.lower;

/** A model with a name for test reports. */
record NamedModel(String name, SmallModel model) {
  @Override
  public String toString() {
    return name;
  }
}
