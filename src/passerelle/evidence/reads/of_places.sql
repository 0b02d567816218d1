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
      AND (
        "t0"."COUNTERPART_AREA" IN ('_Z', '_T') OR "t0"."REF_AREA" IN ('_X', 'W0')
      )
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
