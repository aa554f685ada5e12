/**
 * What tests of several modules share: where real models and data lie, seeded generators.
 * Assertions about one module's types belong in that module's tests.
 */
@NullMarked
package io.plumbline.testkit;

import org.jspecify.annotations.NullMarked;
