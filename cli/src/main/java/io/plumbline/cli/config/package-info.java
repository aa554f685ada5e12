/**
 * Configuration dialects: YAML with line numbers, the catalogue of keys, and their translation to a
 * compile request. Nothing here touches a model.
 */
@NullMarked
package io.plumbline.cli.config;

import org.jspecify.annotations.NullMarked;
