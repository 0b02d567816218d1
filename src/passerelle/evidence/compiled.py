"""The fixed reads of `queries` as SQL for DuckDB, written by `tools/compile_reads.py`. Do not edit.

With it a cold start need not import ibis, which alone takes most of a second. Stands on nothing.
"""

CORRIDOR = """
SELECT
  *
FROM (
  SELECT
    "t6"."SOURCE",
    "t6"."VINTAGE",
    "t6"."INDICATOR",
    "t6"."COUNTERPART_AREA",
    "t6"."REF_AREA",
    "t6"."SEX",
    "t6"."AGE",
    "t6"."COMP_BREAKDOWN",
    "t6"."TIME_PERIOD",
    "t6"."OBS_VALUE",
    "t6"."UNIT_MEASURE",
    "t6"."OBS_STATUS",
    "t6"."LOWER",
    "t6"."UPPER",
    "t6"."COMMENT_OBS"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM "observations" AS "t1"
      WHERE
        "t1"."COUNTERPART_AREA" = $origin
        AND "t1"."REF_AREA" = $destination
        AND "t1"."INDICATOR" IN (SELECT UNNEST($codes))
    ) AS "t3"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM "observations" AS "t1"
      WHERE
        "t1"."COUNTERPART_AREA" = $destination
        AND "t1"."REF_AREA" = $origin
        AND "t1"."INDICATOR" IN ('colonial_tie', 'contiguity', 'distance_km', 'official_language_shared')
    ) AS "t4"
  ) AS "t6"
  SEMI JOIN "chosen" AS "t2"
    ON "t6"."SOURCE" = "t2"."SOURCE"
    AND "t6"."INDICATOR" = "t2"."INDICATOR"
    AND "t6"."VINTAGE" = "t2"."VINTAGE"
) AS "t7"
ORDER BY
  "t7"."INDICATOR" ASC,
  "t7"."SOURCE" ASC,
  "t7"."VINTAGE" ASC,
  "t7"."COUNTERPART_AREA" ASC,
  "t7"."REF_AREA" ASC,
  "t7"."SEX" ASC,
  "t7"."AGE" ASC,
  "t7"."COMP_BREAKDOWN" ASC,
  "t7"."TIME_PERIOD" ASC
"""

PLACE = """
SELECT
  *
FROM (
  SELECT
    "t8"."SOURCE",
    "t8"."VINTAGE",
    "t8"."INDICATOR",
    "t8"."COUNTERPART_AREA",
    "t8"."REF_AREA",
    "t8"."SEX",
    "t8"."AGE",
    "t8"."COMP_BREAKDOWN",
    "t8"."TIME_PERIOD",
    "t8"."OBS_VALUE",
    "t8"."UNIT_MEASURE",
    "t8"."OBS_STATUS",
    "t8"."LOWER",
    "t8"."UPPER",
    "t8"."COMMENT_OBS"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM "observations" AS "t1"
      WHERE
        "t1"."COUNTERPART_AREA" = '_T'
        AND "t1"."REF_AREA" = $place
        AND "t1"."INDICATOR" IN (SELECT UNNEST($codes))
    ) AS "t3"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM "observations" AS "t1"
        WHERE
          "t1"."COUNTERPART_AREA" = '_Z'
          AND "t1"."REF_AREA" = $place
          AND "t1"."INDICATOR" IN (SELECT UNNEST($codes))
      ) AS "t4"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM "observations" AS "t1"
        WHERE
          "t1"."COUNTERPART_AREA" = $place
          AND "t1"."REF_AREA" IN ('_X', 'W0')
          AND "t1"."INDICATOR" IN (SELECT UNNEST($codes))
      ) AS "t5"
    ) AS "t6"
  ) AS "t8"
  SEMI JOIN "chosen" AS "t2"
    ON "t8"."SOURCE" = "t2"."SOURCE"
    AND "t8"."INDICATOR" = "t2"."INDICATOR"
    AND "t8"."VINTAGE" = "t2"."VINTAGE"
) AS "t9"
ORDER BY
  "t9"."INDICATOR" ASC,
  "t9"."SOURCE" ASC,
  "t9"."VINTAGE" ASC,
  "t9"."COUNTERPART_AREA" ASC,
  "t9"."REF_AREA" ASC,
  "t9"."SEX" ASC,
  "t9"."AGE" ASC,
  "t9"."COMP_BREAKDOWN" ASC,
  "t9"."TIME_PERIOD" ASC
"""

SUMMED = {
    "origin": """
SELECT
  *
FROM (
  SELECT
    "t5"."SOURCE",
    "t5"."VINTAGE",
    "t5"."INDICATOR",
    "t5"."SEX",
    "t5"."AGE",
    "t5"."COMP_BREAKDOWN",
    "t5"."TIME_PERIOD",
    "t5"."UNIT_MEASURE",
    SUM("t5"."OBS_VALUE") AS "OBS_VALUE",
    COUNT(*) AS "PARTNERS"
  FROM (
    SELECT
      "t4"."SOURCE",
      "t4"."INDICATOR",
      "t4"."COUNTERPART_AREA",
      "t4"."REF_AREA",
      "t4"."SEX",
      "t4"."AGE",
      "t4"."COMP_BREAKDOWN",
      "t4"."TIME_PERIOD",
      "t4"."OBS_VALUE",
      "t4"."UNIT_MEASURE",
      "t4"."OBS_STATUS",
      "t4"."LOWER",
      "t4"."UPPER",
      "t4"."LATITUDE",
      "t4"."LONGITUDE",
      "t4"."COMMENT_OBS",
      "t4"."VINTAGE"
    FROM (
      SELECT
        *
      FROM "observations" AS "t0"
      WHERE
        "t0"."COUNTERPART_AREA" = $place AND "t0"."INDICATOR" IN (SELECT UNNEST($codes))
    ) AS "t4"
    SEMI JOIN "chosen" AS "t2"
      ON "t4"."SOURCE" = "t2"."SOURCE"
      AND "t4"."INDICATOR" = "t2"."INDICATOR"
      AND "t4"."VINTAGE" = "t2"."VINTAGE"
  ) AS "t5"
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8
) AS "t6"
ORDER BY
  "t6"."SOURCE" ASC,
  "t6"."VINTAGE" ASC,
  "t6"."INDICATOR" ASC,
  "t6"."SEX" ASC,
  "t6"."AGE" ASC,
  "t6"."COMP_BREAKDOWN" ASC,
  "t6"."TIME_PERIOD" ASC,
  "t6"."UNIT_MEASURE" ASC
""",
    "destination": """
SELECT
  *
FROM (
  SELECT
    "t5"."SOURCE",
    "t5"."VINTAGE",
    "t5"."INDICATOR",
    "t5"."SEX",
    "t5"."AGE",
    "t5"."COMP_BREAKDOWN",
    "t5"."TIME_PERIOD",
    "t5"."UNIT_MEASURE",
    SUM("t5"."OBS_VALUE") AS "OBS_VALUE",
    COUNT(*) AS "PARTNERS"
  FROM (
    SELECT
      "t4"."SOURCE",
      "t4"."INDICATOR",
      "t4"."COUNTERPART_AREA",
      "t4"."REF_AREA",
      "t4"."SEX",
      "t4"."AGE",
      "t4"."COMP_BREAKDOWN",
      "t4"."TIME_PERIOD",
      "t4"."OBS_VALUE",
      "t4"."UNIT_MEASURE",
      "t4"."OBS_STATUS",
      "t4"."LOWER",
      "t4"."UPPER",
      "t4"."LATITUDE",
      "t4"."LONGITUDE",
      "t4"."COMMENT_OBS",
      "t4"."VINTAGE"
    FROM (
      SELECT
        *
      FROM "observations" AS "t0"
      WHERE
        "t0"."REF_AREA" = $place AND "t0"."INDICATOR" IN (SELECT UNNEST($codes))
    ) AS "t4"
    SEMI JOIN "chosen" AS "t2"
      ON "t4"."SOURCE" = "t2"."SOURCE"
      AND "t4"."INDICATOR" = "t2"."INDICATOR"
      AND "t4"."VINTAGE" = "t2"."VINTAGE"
  ) AS "t5"
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8
) AS "t6"
ORDER BY
  "t6"."SOURCE" ASC,
  "t6"."VINTAGE" ASC,
  "t6"."INDICATOR" ASC,
  "t6"."SEX" ASC,
  "t6"."AGE" ASC,
  "t6"."COMP_BREAKDOWN" ASC,
  "t6"."TIME_PERIOD" ASC,
  "t6"."UNIT_MEASURE" ASC
""",
}

OF_CODES = """
SELECT
  *
FROM (
  SELECT
    "t4"."SOURCE",
    "t4"."VINTAGE",
    "t4"."INDICATOR",
    "t4"."COUNTERPART_AREA",
    "t4"."REF_AREA",
    "t4"."SEX",
    "t4"."AGE",
    "t4"."COMP_BREAKDOWN",
    "t4"."TIME_PERIOD",
    "t4"."OBS_VALUE",
    "t4"."UNIT_MEASURE",
    "t4"."OBS_STATUS",
    "t4"."LOWER",
    "t4"."UPPER",
    "t4"."COMMENT_OBS"
  FROM (
    SELECT
      *
    FROM "observations" AS "t0"
    WHERE
      "t0"."INDICATOR" IN (SELECT UNNEST($codes))
  ) AS "t4"
  SEMI JOIN "chosen" AS "t2"
    ON "t4"."SOURCE" = "t2"."SOURCE"
    AND "t4"."INDICATOR" = "t2"."INDICATOR"
    AND "t4"."VINTAGE" = "t2"."VINTAGE"
) AS "t5"
ORDER BY
  "t5"."INDICATOR" ASC,
  "t5"."SOURCE" ASC,
  "t5"."VINTAGE" ASC,
  "t5"."COUNTERPART_AREA" ASC,
  "t5"."REF_AREA" ASC,
  "t5"."SEX" ASC,
  "t5"."AGE" ASC,
  "t5"."COMP_BREAKDOWN" ASC,
  "t5"."TIME_PERIOD" ASC
"""

ON_ROUTES = """
SELECT
  *
FROM (
  SELECT
    "t4"."SOURCE",
    "t4"."VINTAGE",
    "t4"."INDICATOR",
    "t4"."COUNTERPART_AREA",
    "t4"."REF_AREA",
    "t4"."SEX",
    "t4"."AGE",
    "t4"."COMP_BREAKDOWN",
    "t4"."TIME_PERIOD",
    "t4"."OBS_VALUE",
    "t4"."UNIT_MEASURE",
    "t4"."OBS_STATUS",
    "t4"."LOWER",
    "t4"."UPPER",
    "t4"."COMMENT_OBS",
    "t4"."LATITUDE",
    "t4"."LONGITUDE"
  FROM (
    SELECT
      *
    FROM "observations" AS "t0"
    WHERE
      "t0"."INDICATOR" IN ('detections', 'deaths_missing')
      AND LIST_EXTRACT(STR_SPLIT(LIST_EXTRACT(STR_SPLIT("t0"."COMP_BREAKDOWN", '#'), 1), '.'), 1) IN (SELECT UNNEST($codes))
  ) AS "t4"
  SEMI JOIN "chosen" AS "t2"
    ON "t4"."SOURCE" = "t2"."SOURCE"
    AND "t4"."INDICATOR" = "t2"."INDICATOR"
    AND "t4"."VINTAGE" = "t2"."VINTAGE"
) AS "t5"
ORDER BY
  "t5"."INDICATOR" ASC,
  "t5"."TIME_PERIOD" ASC,
  "t5"."COMP_BREAKDOWN" ASC,
  "t5"."COUNTERPART_AREA" ASC,
  "t5"."REF_AREA" ASC
"""

SUMMED_BY_PLACE = {
    "origin": """
SELECT
  *
FROM (
  SELECT
    "t5"."COUNTERPART_AREA",
    "t5"."SOURCE",
    "t5"."VINTAGE",
    "t5"."INDICATOR",
    "t5"."SEX",
    "t5"."AGE",
    "t5"."COMP_BREAKDOWN",
    "t5"."TIME_PERIOD",
    "t5"."UNIT_MEASURE",
    SUM("t5"."OBS_VALUE") AS "OBS_VALUE",
    COUNT(*) AS "PARTNERS"
  FROM (
    SELECT
      "t4"."SOURCE",
      "t4"."INDICATOR",
      "t4"."COUNTERPART_AREA",
      "t4"."REF_AREA",
      "t4"."SEX",
      "t4"."AGE",
      "t4"."COMP_BREAKDOWN",
      "t4"."TIME_PERIOD",
      "t4"."OBS_VALUE",
      "t4"."UNIT_MEASURE",
      "t4"."OBS_STATUS",
      "t4"."LOWER",
      "t4"."UPPER",
      "t4"."LATITUDE",
      "t4"."LONGITUDE",
      "t4"."COMMENT_OBS",
      "t4"."VINTAGE"
    FROM (
      SELECT
        *
      FROM "observations" AS "t0"
      WHERE
        "t0"."INDICATOR" IN (SELECT UNNEST($codes))
    ) AS "t4"
    SEMI JOIN "chosen" AS "t2"
      ON "t4"."SOURCE" = "t2"."SOURCE"
      AND "t4"."INDICATOR" = "t2"."INDICATOR"
      AND "t4"."VINTAGE" = "t2"."VINTAGE"
  ) AS "t5"
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9
) AS "t6"
ORDER BY
  "t6"."COUNTERPART_AREA" ASC,
  "t6"."SOURCE" ASC,
  "t6"."VINTAGE" ASC,
  "t6"."INDICATOR" ASC,
  "t6"."SEX" ASC,
  "t6"."AGE" ASC,
  "t6"."COMP_BREAKDOWN" ASC,
  "t6"."TIME_PERIOD" ASC,
  "t6"."UNIT_MEASURE" ASC
""",
    "destination": """
SELECT
  *
FROM (
  SELECT
    "t5"."REF_AREA",
    "t5"."SOURCE",
    "t5"."VINTAGE",
    "t5"."INDICATOR",
    "t5"."SEX",
    "t5"."AGE",
    "t5"."COMP_BREAKDOWN",
    "t5"."TIME_PERIOD",
    "t5"."UNIT_MEASURE",
    SUM("t5"."OBS_VALUE") AS "OBS_VALUE",
    COUNT(*) AS "PARTNERS"
  FROM (
    SELECT
      "t4"."SOURCE",
      "t4"."INDICATOR",
      "t4"."COUNTERPART_AREA",
      "t4"."REF_AREA",
      "t4"."SEX",
      "t4"."AGE",
      "t4"."COMP_BREAKDOWN",
      "t4"."TIME_PERIOD",
      "t4"."OBS_VALUE",
      "t4"."UNIT_MEASURE",
      "t4"."OBS_STATUS",
      "t4"."LOWER",
      "t4"."UPPER",
      "t4"."LATITUDE",
      "t4"."LONGITUDE",
      "t4"."COMMENT_OBS",
      "t4"."VINTAGE"
    FROM (
      SELECT
        *
      FROM "observations" AS "t0"
      WHERE
        "t0"."INDICATOR" IN (SELECT UNNEST($codes))
    ) AS "t4"
    SEMI JOIN "chosen" AS "t2"
      ON "t4"."SOURCE" = "t2"."SOURCE"
      AND "t4"."INDICATOR" = "t2"."INDICATOR"
      AND "t4"."VINTAGE" = "t2"."VINTAGE"
  ) AS "t5"
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9
) AS "t6"
ORDER BY
  "t6"."REF_AREA" ASC,
  "t6"."SOURCE" ASC,
  "t6"."VINTAGE" ASC,
  "t6"."INDICATOR" ASC,
  "t6"."SEX" ASC,
  "t6"."AGE" ASC,
  "t6"."COMP_BREAKDOWN" ASC,
  "t6"."TIME_PERIOD" ASC,
  "t6"."UNIT_MEASURE" ASC
""",
}

LARGEST = {
    "": """
SELECT
  "t6"."SOURCE",
  "t6"."VINTAGE",
  "t6"."INDICATOR",
  "t6"."COUNTERPART_AREA",
  "t6"."REF_AREA",
  "t6"."SEX",
  "t6"."AGE",
  "t6"."COMP_BREAKDOWN",
  "t6"."TIME_PERIOD",
  "t6"."OBS_VALUE",
  "t6"."UNIT_MEASURE",
  "t6"."OBS_STATUS",
  "t6"."LOWER",
  "t6"."UPPER",
  "t6"."COMMENT_OBS"
FROM (
  SELECT
    "t5"."SOURCE",
    "t5"."INDICATOR",
    "t5"."COUNTERPART_AREA",
    "t5"."REF_AREA",
    "t5"."SEX",
    "t5"."AGE",
    "t5"."COMP_BREAKDOWN",
    "t5"."TIME_PERIOD",
    "t5"."OBS_VALUE",
    "t5"."UNIT_MEASURE",
    "t5"."OBS_STATUS",
    "t5"."LOWER",
    "t5"."UPPER",
    "t5"."LATITUDE",
    "t5"."LONGITUDE",
    "t5"."COMMENT_OBS",
    "t5"."VINTAGE",
    MAX("t5"."TIME_PERIOD") OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS "NEWEST"
  FROM (
    SELECT
      "t4"."SOURCE",
      "t4"."INDICATOR",
      "t4"."COUNTERPART_AREA",
      "t4"."REF_AREA",
      "t4"."SEX",
      "t4"."AGE",
      "t4"."COMP_BREAKDOWN",
      "t4"."TIME_PERIOD",
      "t4"."OBS_VALUE",
      "t4"."UNIT_MEASURE",
      "t4"."OBS_STATUS",
      "t4"."LOWER",
      "t4"."UPPER",
      "t4"."LATITUDE",
      "t4"."LONGITUDE",
      "t4"."COMMENT_OBS",
      "t4"."VINTAGE"
    FROM (
      SELECT
        *
      FROM "observations" AS "t0"
      WHERE
        "t0"."INDICATOR" = 'migrant_stock'
        AND "t0"."SEX" = '_T'
        AND "t0"."COMP_BREAKDOWN" = '_Z'
        AND LENGTH("t0"."COUNTERPART_AREA") = 3
        AND LENGTH("t0"."REF_AREA") = 3
    ) AS "t4"
    SEMI JOIN "chosen" AS "t2"
      ON "t4"."SOURCE" = "t2"."SOURCE"
      AND "t4"."INDICATOR" = "t2"."INDICATOR"
      AND "t4"."VINTAGE" = "t2"."VINTAGE"
  ) AS "t5"
) AS "t6"
WHERE
  "t6"."TIME_PERIOD" = "t6"."NEWEST"
ORDER BY
  "t6"."OBS_VALUE" DESC,
  "t6"."COUNTERPART_AREA" ASC,
  "t6"."REF_AREA" ASC
LIMIT $most
""",
    "origin": """
SELECT
  "t6"."SOURCE",
  "t6"."VINTAGE",
  "t6"."INDICATOR",
  "t6"."COUNTERPART_AREA",
  "t6"."REF_AREA",
  "t6"."SEX",
  "t6"."AGE",
  "t6"."COMP_BREAKDOWN",
  "t6"."TIME_PERIOD",
  "t6"."OBS_VALUE",
  "t6"."UNIT_MEASURE",
  "t6"."OBS_STATUS",
  "t6"."LOWER",
  "t6"."UPPER",
  "t6"."COMMENT_OBS"
FROM (
  SELECT
    "t5"."SOURCE",
    "t5"."INDICATOR",
    "t5"."COUNTERPART_AREA",
    "t5"."REF_AREA",
    "t5"."SEX",
    "t5"."AGE",
    "t5"."COMP_BREAKDOWN",
    "t5"."TIME_PERIOD",
    "t5"."OBS_VALUE",
    "t5"."UNIT_MEASURE",
    "t5"."OBS_STATUS",
    "t5"."LOWER",
    "t5"."UPPER",
    "t5"."LATITUDE",
    "t5"."LONGITUDE",
    "t5"."COMMENT_OBS",
    "t5"."VINTAGE",
    MAX("t5"."TIME_PERIOD") OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS "NEWEST"
  FROM (
    SELECT
      "t4"."SOURCE",
      "t4"."INDICATOR",
      "t4"."COUNTERPART_AREA",
      "t4"."REF_AREA",
      "t4"."SEX",
      "t4"."AGE",
      "t4"."COMP_BREAKDOWN",
      "t4"."TIME_PERIOD",
      "t4"."OBS_VALUE",
      "t4"."UNIT_MEASURE",
      "t4"."OBS_STATUS",
      "t4"."LOWER",
      "t4"."UPPER",
      "t4"."LATITUDE",
      "t4"."LONGITUDE",
      "t4"."COMMENT_OBS",
      "t4"."VINTAGE"
    FROM (
      SELECT
        *
      FROM "observations" AS "t0"
      WHERE
        "t0"."INDICATOR" = 'migrant_stock'
        AND "t0"."SEX" = '_T'
        AND "t0"."COMP_BREAKDOWN" = '_Z'
        AND LENGTH("t0"."COUNTERPART_AREA") = 3
        AND LENGTH("t0"."REF_AREA") = 3
        AND "t0"."COUNTERPART_AREA" = $place
    ) AS "t4"
    SEMI JOIN "chosen" AS "t2"
      ON "t4"."SOURCE" = "t2"."SOURCE"
      AND "t4"."INDICATOR" = "t2"."INDICATOR"
      AND "t4"."VINTAGE" = "t2"."VINTAGE"
  ) AS "t5"
) AS "t6"
WHERE
  "t6"."TIME_PERIOD" = "t6"."NEWEST"
ORDER BY
  "t6"."OBS_VALUE" DESC,
  "t6"."COUNTERPART_AREA" ASC,
  "t6"."REF_AREA" ASC
LIMIT $most
""",
    "destination": """
SELECT
  "t6"."SOURCE",
  "t6"."VINTAGE",
  "t6"."INDICATOR",
  "t6"."COUNTERPART_AREA",
  "t6"."REF_AREA",
  "t6"."SEX",
  "t6"."AGE",
  "t6"."COMP_BREAKDOWN",
  "t6"."TIME_PERIOD",
  "t6"."OBS_VALUE",
  "t6"."UNIT_MEASURE",
  "t6"."OBS_STATUS",
  "t6"."LOWER",
  "t6"."UPPER",
  "t6"."COMMENT_OBS"
FROM (
  SELECT
    "t5"."SOURCE",
    "t5"."INDICATOR",
    "t5"."COUNTERPART_AREA",
    "t5"."REF_AREA",
    "t5"."SEX",
    "t5"."AGE",
    "t5"."COMP_BREAKDOWN",
    "t5"."TIME_PERIOD",
    "t5"."OBS_VALUE",
    "t5"."UNIT_MEASURE",
    "t5"."OBS_STATUS",
    "t5"."LOWER",
    "t5"."UPPER",
    "t5"."LATITUDE",
    "t5"."LONGITUDE",
    "t5"."COMMENT_OBS",
    "t5"."VINTAGE",
    MAX("t5"."TIME_PERIOD") OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS "NEWEST"
  FROM (
    SELECT
      "t4"."SOURCE",
      "t4"."INDICATOR",
      "t4"."COUNTERPART_AREA",
      "t4"."REF_AREA",
      "t4"."SEX",
      "t4"."AGE",
      "t4"."COMP_BREAKDOWN",
      "t4"."TIME_PERIOD",
      "t4"."OBS_VALUE",
      "t4"."UNIT_MEASURE",
      "t4"."OBS_STATUS",
      "t4"."LOWER",
      "t4"."UPPER",
      "t4"."LATITUDE",
      "t4"."LONGITUDE",
      "t4"."COMMENT_OBS",
      "t4"."VINTAGE"
    FROM (
      SELECT
        *
      FROM "observations" AS "t0"
      WHERE
        "t0"."INDICATOR" = 'migrant_stock'
        AND "t0"."SEX" = '_T'
        AND "t0"."COMP_BREAKDOWN" = '_Z'
        AND LENGTH("t0"."COUNTERPART_AREA") = 3
        AND LENGTH("t0"."REF_AREA") = 3
        AND "t0"."REF_AREA" = $place
    ) AS "t4"
    SEMI JOIN "chosen" AS "t2"
      ON "t4"."SOURCE" = "t2"."SOURCE"
      AND "t4"."INDICATOR" = "t2"."INDICATOR"
      AND "t4"."VINTAGE" = "t2"."VINTAGE"
  ) AS "t5"
) AS "t6"
WHERE
  "t6"."TIME_PERIOD" = "t6"."NEWEST"
ORDER BY
  "t6"."OBS_VALUE" DESC,
  "t6"."COUNTERPART_AREA" ASC,
  "t6"."REF_AREA" ASC
LIMIT $most
""",
}
