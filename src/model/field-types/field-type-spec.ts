/** What the table of field types says of each of them. */
import type { MappedValue } from '../objects.ts';
import type { FilterReader, SqlType } from '../sql-types.ts';

/** A value as the API, the history and an NDJSON export have it. */
export type JsonValue = string | number | boolean | string[] | null;

export type JsonKind = 'text' | 'number' | 'boolean' | 'texts';

/** What became of a source value; a problem is said in words (kind and length, never the value itself). */
export type Coerced = { value: MappedValue } | Problem;

export interface Problem {
  problem: string;
  /** Vendors write all sorts of words there: a record goes on without the value, also where it is a key. */
  isCommon?: boolean;
}

/** What a reader needs to know beyond the type. */
export interface ReadOptions {
  /** Values a choice field accepts. */
  choices?: readonly string[] | undefined;
  /** The form of a text, see `Field.format`. */
  format?: 'email' | 'account' | undefined;
  /** How the source writes instants when not as text: `seconds`, `milliseconds` …, of types with `takesDateUnit`. */
  dateUnit?: string | undefined;
  /** A person wrote the value: taken by its word, also where vendors mean "never". */
  isTyped?: boolean | undefined;
}

/** What Smart Mapping knows of a source field. */
export interface SourceShape {
  type: 'text' | 'number' | 'boolean' | 'date_time' | 'list' | 'object';
  /** Some of its values as text. */
  samples: readonly string[];
}

/** How a field is filtered and sorted in lists. */
export interface ListBehavior {
  /** PostgreSQL type a list filters the field as; says which comparisons there are. */
  type: SqlType;
  /** Expression that is filtered; default: the column itself. */
  filterSql?(column: string): string;
  /** Reads a filter's value; default: as the SQL type is written. */
  filter?: FilterReader;
  /**
   * The order; absent where there is none a person would expect, or values do not fit into an index entry. `none` is
   * an SQL literal below all values, which stands for no value; `sql` the expression, by default the column itself.
   */
  order?: { none: string; sql?(column: string): string };
}

export interface FieldTypeSpec {
  /** For people, as in `Only short text and number fields can be Unique`. */
  label: string;
  columnType: 'text' | 'bigint' | 'numeric' | 'boolean' | 'timestamptz' | 'text[]';
  /** People may choose it for a field of their own. */
  mayBeCustom: boolean;
  /** Values can tell records apart: the field may be Unique, and then a sync key. */
  mayBeUnique: boolean;
  /** The value is the id of a record there; what is mapped is a name that leads to it. */
  refersTo?: 'people';
  /** Makes the reader of source values, once per mapping: no value (undefined, null, blank text) does not reach it. */
  makeReader(options: ReadOptions): (value: unknown) => Coerced;
  /** The reader heeds `dateUnit`. */
  takesDateUnit?: boolean;
  list: ListBehavior;
  /** What {@link toJson} gives. */
  json: readonly JsonKind[];
  /** A stored or mapped value as JSON. */
  toJson(value: Exclude<MappedValue, null | undefined>): JsonValue;
  /** The value as a cell of a CSV export shows it; given what {@link toJson} gave. */
  toText(value: Exclude<JsonValue, null>): string;
  /** Smart Mapping: whether values of the source are of this type. */
  fits(source: SourceShape): boolean;
  /** Smart Mapping leaves the field to a person. */
  isChosenByHand?: boolean;
}
