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
